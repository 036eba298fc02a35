import { setTimeout as sleep } from 'node:timers/promises';
import { MovingFleet } from '../support/moving-fleet.js';
import { screenConnectWorld, simulatedWorld } from '../support/remote-worlds.js';

/** `npm run test:migration` moves 2,000. */
const DEVICES = Number(process.env['LATCHKEY_MIGRATION_DEVICES'] ?? 60);
const PATIENCE_MS = 60_000 + DEVICES * 400;
const WAVES = DEVICES > 1_000 ? ['1', '10', '100', '25%', '100%'] : ['1', '10', '50%', '100%'];

jest.setTimeout(3 * PATIENCE_MS);

describe(`${DEVICES} devices that move from one provider to another`, () => {
  let fleet: MovingFleet;
  let old: string;
  let fresh: string;
  let everybody: ReadonlySet<string>;

  beforeAll(async () => {
    fleet = await MovingFleet.of(DEVICES, [await simulatedWorld(), await screenConnectWorld()]);
    [old, fresh] = [fleet.instanceOf('simulated'), fleet.instanceOf('screen-connect')];
    await until('every device can be opened', async () => (await fleet.launchable()).size === DEVICES);
    everybody = await fleet.launchable();
  });
  afterAll(() => fleet.close());

  /** Lives on until something is so; whatever the devices do meanwhile, all of `must` can be opened at every moment. */
  async function until(what: string, isSo: () => Promise<boolean>, must: ReadonlySet<string> = new Set()): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS;
    while (performance.now() < deadline) {
      const happened = await fleet.step();
      if (must.size > 0) {
        const closed = await fleet.closed();
        expect([...must].flatMap((id) => (closed.get(id) === null ? [] : [[id, closed.get(id)]]))).toEqual([]);
      }
      if (await isSo()) return;
      if (!happened) await sleep(20);
    }
    throw new Error(`not in time: ${what}; ${JSON.stringify([fleet.installed(), fleet.records(), await fleet.sql('SELECT state, wave, waits_for, state_reason FROM rollout ORDER BY created_at')])}`);
  }
  const has = (kind: string, other: string, count = DEVICES) => async () => {
    const [installed, records] = [fleet.installed(), fleet.records()];
    return installed[kind] === count && records[kind] === count && installed[other] === DEVICES - count && records[other] === DEVICES - count;
  };
  const isDone = (rolloutId: string) => async () => (await fleet.sql('SELECT 1 FROM rollout WHERE id = $1 AND ended_at IS NOT NULL', rolloutId)).length > 0;

  it('can be called back in the middle, and nobody was locked out for a moment', async () => {
    const rollout = await fleet.place(fresh, { waves: WAVES, soakSeconds: 0 });
    await until('a part has moved', async () => (fleet.records()['screen-connect'] ?? 0) > DEVICES / 4, everybody);
    const back = await fleet.place(old, { waves: WAVES, soakSeconds: 0 });
    await until('the way back is over', async () => (await isDone(rollout)()) && (await isDone(back)()), everybody);
    await until('all are where they were', has('simulated', 'screen-connect'), everybody);
    expect(await fleet.sql('SELECT DISTINCT state FROM rollout WHERE id = $1', back)).toEqual([{ state: 'done' }]);
    expect(fleet.refused).toEqual([]);
  });

  it('goes through all waves although three in a hundred cannot, who keep what they have', async () => {
    const isFaulty = (index: number): boolean => index % 33 === 20;
    const faulty = new Set(fleet.devices.filter((_, index) => isFaulty(index)).map(({ id }) => id));
    fleet.faults = { at: fresh, of: (index) => (!isFaulty(index) ? null : index % 2 === 0 ? 'fails' : 'shows a foreign mark') };
    await fleet.place(fresh, { waves: WAVES, soakSeconds: 0 });
    const moved = DEVICES - faulty.size;
    // Whoever cannot move is no worse off either: what served before is still there.
    await until('the others have moved', async () => fleet.installed()['simulated'] === faulty.size && fleet.records()['simulated'] === faulty.size, everybody);
    expect(await fleet.launchable()).toEqual(everybody);
    const serving: { kind: string; devices: number }[] = await fleet.sql(
      `SELECT i.kind, count(DISTINCT p.device_id)::int AS devices FROM deployment p JOIN provider_instance i ON i.id = p.provider_instance_id
        WHERE p.desired = 'present' AND p.moving_to IS NULL AND NOT p.device_id = ANY($1::uuid[]) GROUP BY 1`,
      [...faulty],
    );
    expect(serving).toEqual([{ kind: 'screen-connect', devices: moved }]);
    const twice = () => fleet.sql('SELECT device_id FROM remote_endpoint WHERE device_id IS NOT NULL AND NOT device_id = ANY($1::uuid[]) GROUP BY device_id HAVING count(*) > 1', [...faulty]);
    // What a provider says is written a moment later.
    await until('no device has two records that anybody knows of', async () => (await twice()).length === 0, everybody);
    expect(await fleet.sql(`SELECT DISTINCT outcome_code AS code FROM rollout_device WHERE outcome = 'failed'`)).toEqual([{ code: 'RA-PKG-02' }]);
    expect(fleet.refused).toEqual([]);
  });
});
