import { setTimeout as sleep } from 'node:timers/promises';
import { TinCanProvider, tinCanWorld } from '../fakes/tin-can-provider.js';
import { MovingFleet } from '../support/moving-fleet.js';
import { simulatedWorld } from '../support/remote-worlds.js';

const DEVICES = 3;

jest.setTimeout(180_000);

/** docs/how-to/add-a-provider.md promises that the interface is all there is: here is a product of which nothing else knows. */
describe('a product that only this test knows', () => {
  let fleet: MovingFleet;
  afterEach(() => fleet.close());

  async function until(what: string, isSo: () => Promise<boolean> | boolean): Promise<void> {
    for (const deadline = performance.now() + 120_000; performance.now() < deadline; ) {
      const happened = await fleet.step();
      if (await isSo()) return;
      if (!happened) await sleep(20);
    }
    throw new Error(`not in time: ${what}; ${JSON.stringify([fleet.installed(), fleet.records()])}`);
  }
  const allCanBeOpened = async () => (await fleet.launchable()).size === DEVICES;

  it('is deployed, proven, opened and taken away again', async () => {
    fleet = await MovingFleet.of(DEVICES, [tinCanWorld()]);
    await until('every device can be opened', allCanBeOpened);
    await fleet.sql('DELETE FROM assignment');
    await until('nothing is left', () => fleet.installed()['tin-can'] === 0 && fleet.records()['tin-can'] === 0);
    await until('the removal is proven', async () => (await fleet.sql('SELECT 1 FROM removal_proof WHERE device_at IS NOT NULL AND provider_at IS NOT NULL')).length === DEVICES);
    expect(fleet.refused).toEqual([]);
  });

  it('can be moved to from another product, which nobody notices', async () => {
    fleet = await MovingFleet.of(DEVICES, [await simulatedWorld(), tinCanWorld()]);
    await until('every device can be opened', allCanBeOpened);
    await fleet.place(fleet.instanceOf('tin-can'), { waves: ['100%'], soakSeconds: 0 });
    await until('all have moved', async () => {
      expect(await allCanBeOpened()).toBe(true);
      return fleet.installed()['simulated'] === 0 && fleet.records()['tin-can'] === DEVICES;
    });
  });

  it('is not believed where it shows no mark of the device', async () => {
    class Mute extends TinCanProvider {
      override parseProofMark(): null {
        return null;
      }
      override put(can: Parameters<TinCanProvider['put']>[0]): void {
        super.put({ ...can, mark: null });
      }
    }
    fleet = await MovingFleet.of(DEVICES, [tinCanWorld(new Mute())]);
    await until('every device has it', () => fleet.installed()['tin-can'] === DEVICES && fleet.records()['tin-can'] === DEVICES);
    for (let step = 0; step < 5; step++) await fleet.step();
    expect((await fleet.launchable()).size).toBe(0);
  });
});
