import { randomUUID } from 'node:crypto';
import { enrolled, smallFleet, type SmallFleet } from '../../../test/support/small-fleet.js';
import { openTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { exclusionsOfDevices, whichApply } from './which-apply.js';

describe('which exclusion or pin holds for the front desk', () => {
  let database: TestDatabase;
  let fleet: SmallFleet;
  let desk: string;
  let targets: Readonly<Record<Width, readonly [column: string, id: string]>>;
  type Width = 'device' | 'group' | 'site';

  beforeAll(async () => {
    database = await openTestDatabase();
    fleet = await smallFleet(database.dataSource, 1);
    desk = fleet.deviceIds[0]!;
    const groupId = randomUUID();
    await sql(`INSERT INTO device_group (id, name, filter) VALUES ($1, 'Linux', 'os:linux')`, groupId);
    await sql('INSERT INTO device_group_member (group_id, device_id) VALUES ($1, $2)', groupId, desk);
    targets = { device: ['device_id', desk], group: ['device_group_id', groupId], site: ['site_id', fleet.siteId] };
  });
  beforeEach(() => sql('DELETE FROM exclusion'));
  afterAll(() => database.close());

  const sql = <T = Record<string, unknown>>(text: string, ...values: unknown[]): Promise<T[]> => database.dataSource.query(text, values);
  type Said = readonly [kind: 'exclude' | 'pin', of: Width, facts?: { minutesOld?: number; expiresInMinutes?: number; ended?: true }];

  async function say(reason: string, [kind, of, { minutesOld = 0, expiresInMinutes, ended } = {}]: Said): Promise<void> {
    const [column, id] = targets[of];
    await sql(
      `INSERT INTO exclusion (id, kind, ${column}, reason, author_name, created_at, expires_at, ended_at, end_reason)
       VALUES ($1, $2, $3, $4, 'Dana', now() - make_interval(mins => $5), now() + make_interval(mins => $6), CASE WHEN $7 THEN now() END, CASE WHEN $7 THEN 'withdrawn' END)`,
      randomUUID(), kind, id, reason, minutesOld, expiresInMinutes ?? null, ended ?? false,
    );
  }

  it.each<{ holds: string; right: Said; wrong: readonly Said[] }>([
    { holds: 'an exclude, over any pin', right: ['exclude', 'site'], wrong: [['pin', 'device', { minutesOld: 9 }], ['pin', 'group']] },
    { holds: 'the device’s own, over its group’s and its site’s', right: ['exclude', 'device'], wrong: [['exclude', 'group', { minutesOld: 9 }], ['exclude', 'site', { minutesOld: 9 }]] },
    { holds: 'its group’s, over its site’s', right: ['pin', 'group'], wrong: [['pin', 'site', { minutesOld: 9 }]] },
    { holds: 'the oldest among equals', right: ['pin', 'group', { minutesOld: 9 }], wrong: [['pin', 'group', { minutesOld: 5 }]] },
    { holds: 'one that has not expired', right: ['pin', 'site', { expiresInMinutes: 5 }], wrong: [['exclude', 'device', { expiresInMinutes: -1 }]] },
    { holds: 'one that has not ended', right: ['pin', 'site'], wrong: [['exclude', 'device', { ended: true }]] },
  ])('is $holds', async ({ right, wrong }) => {
    for (const each of wrong) await say('wrong', each);
    await say('right', right);
    const holding = await exclusionsOfDevices(database.dataSource.manager, [desk]);
    expect(holding.get(desk)).toMatchObject({ reason: 'right', kind: right[0], target: right[1] });
  });

  it('is none for a device that nothing sets apart', async () => {
    const other = await enrolled(database.dataSource, fleet.siteId, 'back office');
    await say('theirs', ['exclude', 'device']);
    const holding = await exclusionsOfDevices(database.dataSource.manager, [desk, other]);
    expect([...holding.keys()]).toEqual([desk]);
  });

  it('is one row per device, also for all of them at once', async () => {
    for (const each of ['device', 'group', 'site'] as const) await say('many', ['exclude', each]);
    const rows = await sql(`SELECT x.device_id FROM ${whichApply('device')} x`);
    expect(rows.length).toBe(new Set(rows.map((row) => row['device_id'])).size);
    expect(rows).toContainEqual({ device_id: desk });
  });
});
