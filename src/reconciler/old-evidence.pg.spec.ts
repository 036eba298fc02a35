import { ReconciledFleet } from '../../test/support/reconciled-fleet.js';
import { openTestDatabase, type TestDatabase } from '../../test/support/test-database.js';

describe('a device that is connected and says nothing', () => {
  let database: TestDatabase;
  let world: ReconciledFleet;
  let frontDesk: string;

  beforeEach(async () => {
    database = await openTestDatabase();
    world = await ReconciledFleet.of(database, 1);
    await world.everythingReady();
    [frontDesk] = world.fleet.deviceIds as [string];
  });
  afterEach(() => database.close());

  const lastSaid = async (hours: number): Promise<void> => {
    await world.sql('UPDATE deployment_evidence SET agent_at = now() - make_interval(mins => (60 * $1::float8)::int)', hours);
    await world.lookAgain();
  };

  it('is left alone for most of a day', async () => {
    await lastSaid(20);
    expect(await world.orderOf(frontDesk)).toBeNull();
    expect(await world.statusOf(frontDesk)).toEqual({ phase: 'READY', code: null });
  });

  it('is asked again before the day is over, by an order that restarts nothing, and stays Ready', async () => {
    await lastSaid(23.5);
    expect((await world.orderOf(frontDesk))?.kind).toBe('apply-settings');
    expect(await world.statusOf(frontDesk)).toEqual({ phase: 'READY', code: null });
    await world.report(frontDesk, 'apply-settings', { evidence: { provider: 'mesh-central', installed: true, running: true, remoteId: `remote of ${frontDesk}` } });
    expect(await world.orderOf(frontDesk)).toBeNull();
  });

  it('is no longer believed after a day', async () => {
    await lastSaid(25);
    expect(await world.statusOf(frontDesk)).toMatchObject({ phase: 'UNKNOWN' });
  });

  it('keeps what it last said while it is offline', async () => {
    await world.switchOff(frontDesk);
    await lastSaid(25);
    expect(await world.statusOf(frontDesk)).toMatchObject({ phase: 'READY_OFFLINE' });
  });
});
