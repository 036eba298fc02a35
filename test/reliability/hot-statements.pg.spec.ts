import { classesOfSites, classParameter } from '../../src/deployments/classes-of-sites.js';
import { MOVES } from '../../src/deployments/plan/plan-change.js';
import { RETARGET } from '../../src/deployments/retarget-sites.js';
import { CLASS_KEYS } from '../../src/deployments/wanted-sql.js';
import { DUE } from '../../src/reconciler/reconcile-deployments.js';
import { WHAT_IS_DUE } from '../../src/reconciler/reconcile-pass.js';
import { EXPRESSIBLE, type Fleet, fleetOf, seedFleet } from '../../bench/policy/seed-fleet.js';
import { openTestDatabase, type TestDatabase } from '../support/test-database.js';

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

jest.setTimeout(180_000);

describe('in a fleet of 20,000 devices', () => {
  let database: TestDatabase;
  let fleet: Fleet;
  let classes: string;

  beforeAll(async () => {
    database = await openTestDatabase();
    await seedFleet(database.dataSource, 20_000);
    fleet = await fleetOf(database.dataSource);
    await database.dataSource.query(
      `INSERT INTO exclusion (id, kind, device_group_id, reason, author_name) SELECT gen_random_uuid(), 'pin', id, 'measured', 'Bench' FROM device_group WHERE name = 'Front desks'`,
    );
    await database.dataSource.query('DELETE FROM dirty_site');
    classes = classParameter(await classesOfSites(database.dataSource.manager, [fleet.plainSite], EXPRESSIBLE));
  });
  afterAll(() => database.close());

  /** The tables that grow with the fleet and that a statement would read from one end to the other. */
  async function readWhole(sql: string, ...values: unknown[]): Promise<string[]> {
    const rows: [{ 'QUERY PLAN': [{ Plan: PlanNode }] }] = await database.dataSource.query(`EXPLAIN (FORMAT JSON) ${sql}`, values);
    const [{ Plan: root }] = rows[0]['QUERY PLAN'];
    const scanned = (node: PlanNode): string[] => [
      ...(node['Node Type'] === 'Seq Scan' ? [node['Relation Name'] ?? ''] : []),
      ...(node.Plans ?? []).flatMap(scanned),
    ];
    return scanned(root).filter((table) => ['device', 'deployment', 'deployment_evidence', 'deployment_status', 'device_presence', 'device_group_member', 'device_override'].includes(table));
  }

  it('a statement that reads a whole table is noticed', async () => {
    expect(await readWhole('SELECT count(DISTINCT d.hostname) FROM deployment p JOIN device d ON d.id = p.device_id WHERE p.generation > 0')).toEqual(expect.arrayContaining(['deployment', 'device']));
  });

  it.each([
    ['the classes of a site', () => readWhole(CLASS_KEYS, [fleet.plainSite])],
    ['the plan of a site', () => readWhole(MOVES, classes)],
    ['the retargeting of a site', () => readWhole(RETARGET, classes, '[]')],
    ['the question whether anything is due', () => readWhole(WHAT_IS_DUE)],
    ['taking what is due', () => readWhole(DUE, 100)],
  ])('%s reads no more than it needs', async (_, plan) => {
    expect(await plan()).toEqual([]);
  });
});
