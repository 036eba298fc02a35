import { ReconciledFleet } from '../../test/support/reconciled-fleet.js';
import { openTestDatabase, type TestDatabase } from '../../test/support/test-database.js';

const AUTOMATIC = { enabled: true, 'agent.autoUpdate': true };

describe('a new version of the remote agent', () => {
  let database: TestDatabase;
  let world: ReconciledFleet;

  const ready = async (devices: number, settings: Record<string, unknown> = AUTOMATIC): Promise<void> => {
    database = await openTestDatabase();
    world = await ReconciledFleet.of(database, devices, settings);
    await world.everythingReady();
  };
  afterEach(() => database.close());

  const ordered = async (): Promise<string[]> => {
    const orders = await Promise.all(world.fleet.deviceIds.map(async (id) => ({ id, order: await world.orderOf(id) })));
    return orders.flatMap(({ id, order }) => (order?.kind === 'update-remote-agent' ? [id] : []));
  };
  const fail = (id: string) => world.report(id, 'update-remote-agent', { outcome: 'failed', errorCode: 'RA-NET-02', detail: 'the way is blocked' });

  it('goes to one device, then to as many as already run it', async () => {
    await ready(5);
    await world.offer(2);
    const [first, ...others] = await ordered();
    expect(others).toEqual([]);
    expect(await world.statusOf(first!)).toEqual({ phase: 'UPDATING', code: null });
    await world.install(first!);
    expect(await world.statusOf(first!)).toEqual({ phase: 'READY', code: null });
    await world.lookAgain();
    const [second] = await ordered();
    expect(await ordered()).toHaveLength(1);
    await world.install(second!);
    await world.lookAgain();
    expect(await ordered()).toHaveLength(2);
  });

  it('is only told of where updates are not automatic', async () => {
    await ready(1, { enabled: true, 'agent.autoUpdate': false });
    await world.offer(2);
    expect(await ordered()).toEqual([]);
    expect(await world.statusOf(world.fleet.deviceIds[0]!)).toEqual({ phase: 'OUTDATED', code: 'RA-UPD-01' });
  });

  it('never cuts a session: it waits, and says so', async () => {
    await ready(1);
    const [deviceId] = world.fleet.deviceIds;
    await world.openSession(deviceId!);
    await world.offer(2);
    expect(await ordered()).toEqual([]);
    expect(await world.statusOf(deviceId!)).toEqual({ phase: 'OUTDATED', code: 'RA-UPD-03' });
    await world.endSessions();
    await world.lookAgain();
    expect(await ordered()).toEqual([deviceId]);
  });

  it('that fails leaves the old one in use, and one that fails on many stops', async () => {
    await ready(4);
    await world.offer(2);
    const failed: string[] = [];
    for (let at = 0; at < 3; at++) {
      const [next] = (await ordered()).filter((id) => !failed.includes(id));
      await fail(next!);
      failed.push(next!);
      await world.lookAgain();
    }
    expect(await world.statusOf(failed[0]!)).toEqual({ phase: 'OUTDATED', code: 'RA-UPD-02' });
    const [untouched] = world.fleet.deviceIds.filter((id) => !failed.includes(id));
    expect(await world.statusOf(untouched!)).toEqual({ phase: 'OUTDATED', code: 'RA-SYS-04' });
    expect(await ordered()).toEqual([]);
  });

  it('that is the one everybody has changes nothing', async () => {
    await ready(1);
    await world.offer(1);
    expect(await world.statusOf(world.fleet.deviceIds[0]!)).toEqual({ phase: 'READY', code: null });
  });
});
