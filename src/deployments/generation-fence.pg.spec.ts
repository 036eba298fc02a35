import { smallFleet, type SmallFleet } from '../../test/support/small-fleet.js';
import { openTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { randomIds } from '../platform/ids.js';
import { retargetDirtySites } from './retarget-dirty-sites.js';

describe('the generation of a device that moves to a second instance of the same provider', () => {
  let database: TestDatabase;
  let fleet: SmallFleet;

  beforeEach(async () => {
    database = await openTestDatabase();
    fleet = await smallFleet(database.dataSource, 2);
    await fleet.assign();
    await retarget();
  });
  afterEach(() => database.close());

  const retarget = () => retargetDirtySites(new UnitOfWork(database.dataSource), () => new Set(['agent.selfHeal'] as const));
  const generations = async (instanceId: string): Promise<number[]> => {
    const rows: { generation: string }[] = await database.dataSource.query('SELECT generation FROM deployment WHERE provider_instance_id = $1 ORDER BY device_id', [instanceId]);
    return rows.map(({ generation }) => Number(generation));
  };

  async function moved(): Promise<string> {
    const id = randomIds.uuid();
    await database.dataSource.query(`INSERT INTO provider_instance (id, kind, name, health) VALUES ($1, 'mesh-central', 'Frankfurt', 'reachable')`, [id]);
    await database.dataSource.query('UPDATE site SET provider_instance_id = $2 WHERE id = $1', [fleet.siteId, id]);
    await retarget();
    return id;
  }

  it('begins above every generation that the device has seen, so that its agent does not take it for an old one', async () => {
    await database.dataSource.query(`UPDATE policy SET settings = settings || '{"agent.selfHeal": false}' WHERE id = $1`, [fleet.policyId]);
    await retarget();
    const frankfurt = await moved();
    expect(await generations(fleet.instanceId)).toEqual([3, 3]);
    expect(await generations(frankfurt)).toEqual([4, 4]);
  });

  it('rises above all of them again when the device moves back', async () => {
    await moved();
    await database.dataSource.query('UPDATE site SET provider_instance_id = $2 WHERE id = $1', [fleet.siteId, fleet.instanceId]);
    await retarget();
    expect(await generations(fleet.instanceId)).toEqual([4, 4]);
  });

  it('is counted from the epoch of the installation where that is higher', async () => {
    await database.dataSource.query('UPDATE installation SET epoch = 2');
    expect(await generations(await moved())).toEqual([2 * 2 ** 40 + 1, 2 * 2 ** 40 + 1]);
  });

  it('begins at one for a device that has seen none', async () => {
    expect(await generations(fleet.instanceId)).toEqual([1, 1]);
  });
});
