import { ReconciledFleet } from '../../test/support/reconciled-fleet.js';
import { openTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { randomIds } from '../platform/ids.js';
import { DEPLOYMENT_OF_DEVICE } from './phase-of-device.js';

describe('the deployment that speaks for a device', () => {
  let database: TestDatabase;
  let world: ReconciledFleet;
  const other = randomIds.uuid();

  beforeEach(async () => {
    database = await openTestDatabase();
    world = await ReconciledFleet.of(database, 1);
    await world.everythingReady();
    await world.sql(`INSERT INTO provider_instance (id, kind, name, health) VALUES ($1, 'simulated', 'Other', 'reachable')`, other);
  });
  afterEach(() => database.close());

  const place = async (instanceId: string): Promise<void> => {
    await world.sql('UPDATE site SET provider_instance_id = $1', instanceId);
    await world.settle();
  };
  const speaks = async () => (await world.one<{ speaks: string }>(`SELECT p.provider_instance_id AS speaks FROM device d ${DEPLOYMENT_OF_DEVICE}`)).speaks;

  it('is the one that serves while it moves, and also after a call back that waits for its turn, not what was begun', async () => {
    await place(other);
    expect(await speaks()).toBe(world.fleet.instanceId);
    await world.sql('UPDATE installation SET frozen = true');
    await place(world.fleet.instanceId);
    expect(await world.one('SELECT desired, pending FROM deployment WHERE provider_instance_id = $1', other)).toEqual({ desired: 'present', pending: 'absent' });
    expect(await speaks()).toBe(world.fleet.instanceId);
  });
});
