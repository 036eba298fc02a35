import { DEVICE, HARBOUR, QUAY, ScreenConnectScene, type Told } from '../../../../test/support/screen-connect-scene.js';
import { eventually } from '../../../../test/support/eventually.js';
import type { RemoteEndpoint } from '../../provider.js';
import type { ScreenConnectProvider } from './screen-connect-provider.js';

const FAST = { withinMs: 10_000, everyMs: 2 };

describe('following the endpoints of a server', () => {
  let scene: ScreenConnectScene;
  let provider: ScreenConnectProvider;

  beforeEach(async () => {
    scene = await ScreenConnectScene.start();
    provider = scene.open();
  });
  afterEach(() => scene.stop());

  const readings = (told: readonly Told[]) => told.filter(({ what }) => what === 'replaced');
  const names = ({ endpoints = [] }: Told) => endpoints.map(({ name }) => name).sort();
  const ids = ({ endpoints = [] }: Told) => endpoints.map(({ remoteId }) => remoteId).sort();
  /** Waits until so many whole readings have been told after now. */
  async function further(told: readonly Told[], count: number): Promise<readonly Told[]> {
    const before = readings(told).length;
    await eventually('another reading', () => readings(told).length >= before + count, FAST);
    return readings(told).slice(before, before + count);
  }

  it('tells everything of ours, and nothing that others have there', async () => {
    const { remoteId, remoteGroupId } = await scene.device(provider);
    scene.double.install({ machineName: 'ELSEWHERE', parameters: 'e=Access&y=Guest&c=Somebody' }).connect();
    const { told } = scene.follow(provider);
    const [first] = await further(told, 1);
    expect(first!.endpoints).toEqual([
      { remoteId, remoteGroupId, name: 'FRONT-DESK', connected: true, connectedAt: expect.any(Date), mark: `lk1.${DEVICE}.${'0'.repeat(32)}`, version: '26.1.5.9500' },
    ]);
    expect(provider.parseProofMark(first!.endpoints![0]!.mark!)).toEqual({ deviceId: DEVICE, nonce: '0'.repeat(32) });
  });

  it.each([
    ['a type in words', { sessionTypeAsText: true }],
    ['properties by name', { propertiesAsObject: true }],
    ['a never without its zone', { neverWithoutZone: true }],
    ['members that nobody knows', { unknownMembers: true }],
  ])('understands %s', async (_what, dialect) => {
    Object.assign(scene.double.switches, dialect);
    const { remoteId } = await scene.device(provider);
    const [first] = await further(scene.follow(provider).told, 1);
    expect(first!.endpoints).toMatchObject([{ remoteId, name: 'FRONT-DESK', connected: true }]);
  });

  it('sees an agent go and come back', async () => {
    const { agent } = await scene.device(provider);
    const { told } = scene.follow(provider);
    const connected = () => readings(told).at(-1)?.endpoints?.[0]?.connected;
    await eventually('it is connected', () => connected() === true, FAST);
    agent.disconnect();
    await eventually('it is not connected', () => connected() === false, FAST);
    agent.connect();
    await eventually('it is connected again', () => connected() === true, FAST);
  });

  it('keeps an endpoint that one reading misses, and lets it go when the next one misses it, too', async () => {
    const { remoteId } = await scene.device(provider);
    const { told } = scene.follow(provider);
    await further(told, 1);
    scene.double.store.delete(remoteId);
    await eventually('it is gone', () => ids(readings(told).at(-1)!).length === 0, FAST);
    const seen = readings(told).map((each) => ids(each).length);
    // Every reading that finds nothing was asked thrice, so at least six questions lie between both.
    expect(seen.lastIndexOf(1)).toBe(seen.indexOf(0) - 1);
    expect(scene.calls('GetSessionsByFilter')).toBeGreaterThanOrEqual(1 + 3 + 3);
  });

  it('does not take one false empty list for the truth, whenever it comes', async () => {
    await scene.device(provider);
    scene.double.faults.push('empty list', 'empty list');
    const { told } = scene.follow(provider);
    await further(told, 1);
    scene.double.faults.push('empty list', 'empty list', 'empty list');
    await further(told, 3);
    expect(readings(told).map((each) => ids(each).length)).toEqual(readings(told).map(() => 1));
  });

  it('says once that it is lost, and everything again when it is back', async () => {
    await scene.device(provider);
    const { told } = scene.follow(provider);
    await further(told, 1);
    scene.double.switches.extensionMissing = true;
    await eventually('it is lost', () => told.some(({ what }) => what === 'lost'), FAST);
    const asked = scene.double.calls.length;
    await eventually('it was tried again', () => scene.double.calls.length > asked + 3, FAST);
    scene.double.switches.extensionMissing = false;
    await further(told, 1);
    expect(told.filter(({ what }) => what === 'lost')).toHaveLength(1);
    expect(told.at(-1)).toMatchObject({ what: 'replaced', endpoints: [{ name: 'FRONT-DESK' }] });
  });

  it('tells at once what was written through it', async () => {
    const { agent, remoteId } = await scene.device(provider);
    const writer = scene.open({ readEveryMs: 3_600_000, readSoonMs: 3_600_000 });
    const written = scene.follow(writer);
    await further(written.told, 1);
    await writer.nameEndpoint(remoteId, 'Desk 1');
    await writer.moveEndpoint(remoteId, await writer.ensureSite(QUAY));
    agent.disconnect();
    await writer.removeEndpoint(remoteId);
    expect(written.told.slice(1).map(({ what, endpoints, remoteId: gone }) => [what, endpoints?.[0]?.name ?? gone])).toEqual([['changed', 'Desk 1'], ['changed', 'Desk 1'], ['removed', remoteId]]);
  });

  it('believes what it wrote more than a reading that was asked for before', async () => {
    const { remoteId } = await scene.device(provider);
    scene.double.faultsOf.GetSessionsByFilter = [{ lateMs: 400 }];
    const writer = scene.open({ readEveryMs: 3_600_000 });
    const { told } = scene.follow(writer);
    await eventually('the reading is asked for', () => scene.calls('GetSessionsByFilter') === 1, FAST);
    await writer.nameEndpoint(remoteId, 'Desk 1');
    const [first] = await further(told, 1);
    expect(told.map(({ what }) => what)).toEqual(['changed', 'replaced']);
    expect(names(first!)).toEqual(['Desk 1']);
  });

  it('sees that labels were changed at the server as another group, into which nothing of ours belongs', async () => {
    const { session, remoteGroupId } = await scene.device(provider);
    session.properties[0] = 'Harbor Dental';
    const [first] = await further(scene.follow(provider).told, 1);
    expect(first!.endpoints![0]!.remoteGroupId).not.toBe(remoteGroupId);
    await provider.moveEndpoint(session.sessionId, remoteGroupId);
    expect(session.properties[0]).toBe(HARBOUR.name.split(' / ')[0]);
  });

  it('is quiet after it was stopped', async () => {
    const { told, stop } = scene.follow(provider);
    await further(told, 1);
    stop();
    const [heard, asked] = [told.length, scene.double.calls.length];
    await new Promise((done) => setTimeout(done, 150));
    expect([told.length, scene.double.calls.length <= asked + 3]).toEqual([heard, true]);
  });

  describe('more sessions than one answer holds', () => {
    /** Marks that differ at their end, as random ones do. */
    async function fleet(count: number): Promise<void> {
      const { session } = await scene.device(provider);
      for (let i = 1; i < count; i++) {
        const nonce = ((i * 2_654_435_761) % 2 ** 32).toString(16).padStart(32, '0');
        const properties = session.properties.map((value, index) => (index === 5 ? `lk1.${DEVICE}.${nonce}` : value));
        scene.double.store.create({ type: 2, name: `PC-${i}`, isPublic: false, code: '', properties });
      }
    }

    it('are read in parts, none left out and none twice', async () => {
      await fleet(2_100);
      const { told, stop } = scene.follow(provider);
      const [first] = await further(told, 1);
      stop();
      expect([first!.endpoints!.length, new Set(ids(first!)).size]).toEqual([2_100, 2_100]);
    });

    it('are read in parts also when it is their size that is too much', async () => {
      await fleet(600);
      for (const { properties } of scene.double.store.sessions.values()) properties[7] = 'n'.repeat(2_000);
      const { told, stop } = scene.follow(provider);
      const [first] = await further(told, 1);
      stop();
      expect([ids(first!).length, told.some(({ what }) => what === 'lost')]).toEqual([600, false]);
    });

    it('are read in parts also when one carries no mark', async () => {
      await fleet(1_200);
      [...scene.double.store.sessions.values()][7]!.properties[5] = '';
      const { told, stop } = scene.follow(provider);
      const [first] = await further(told, 1);
      stop();
      expect(first!.endpoints!.filter(({ mark }: RemoteEndpoint) => mark === null)).toHaveLength(1);
      expect(names(first!)).toHaveLength(1_200);
    });

    it('and cannot be told apart are an error, never a part that passes for the whole', async () => {
      await fleet(1_100);
      for (const session of scene.double.store.sessions.values()) session.properties[5] = '';
      const { told, stop } = scene.follow(provider);
      await eventually('it is lost', () => told.length > 0, FAST);
      stop();
      expect(told.map(({ what }) => what)).not.toContain('replaced');
    });
  });
});
