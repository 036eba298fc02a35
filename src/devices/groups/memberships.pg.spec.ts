import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { enrolled, smallFleet, type SmallFleet } from '../../../test/support/small-fleet.js';
import { openTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { openDataSource } from '../../platform/database/data-source.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { recordInventories } from '../inventory/record-inventory.js';
import { evaluateGroup } from './evaluate-group.js';
import { lockMemberships } from './membership-sql.js';
import { refreshStaleMemberships } from './refresh-stale-memberships.js';

describe('membership of device groups', () => {
  let database: TestDatabase;
  let source: DataSource;
  let core: UnitOfWork;
  let fleet: SmallFleet;
  let desk: string;
  let otherSite: string;

  beforeEach(async () => {
    database = await openTestDatabase();
    source = await openDataSource({ url: database.coreUrl, poolSize: 4 });
    core = new UnitOfWork(source);
    fleet = await smallFleet(database.dataSource, 2);
    [desk] = fleet.deviceIds as [string];
    const otherClient = randomUUID();
    otherSite = randomUUID();
    await sql(`INSERT INTO client (id, name) VALUES ($1, 'Mill Green')`, otherClient);
    await sql(
      `INSERT INTO site (id, client_id, name, time_zone) VALUES ($1, $2, 'Yard', 'UTC')`,
      otherSite,
      otherClient,
    );
    await settled();
  });

  afterEach(async () => {
    await source.destroy();
    await database.close();
  });

  // The shape is what the test asserts.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const sql = (text: string, ...values: unknown[]): Promise<any[]> => database.dataSource.query(text, values);

  async function group(filter: string, clientId: string | null = null): Promise<string> {
    const id = randomUUID();
    await core.run(async (tx) => {
      await lockMemberships(tx);
      await tx.query(`INSERT INTO device_group (id, client_id, name, filter) VALUES ($1, $2, $3, $4)`, [
        id,
        clientId,
        id,
        filter,
      ]);
      await evaluateGroup(tx, { id, clientId, filter });
    });
    return id;
  }

  /** What core does before it retargets; true if there was anything to do. */
  async function settled(): Promise<boolean> {
    let any = false;
    while (await core.run(refreshStaleMemberships)) any = true;
    await sql('DELETE FROM dirty_site');
    return any;
  }

  const NARROWED =
    'INSERT INTO package_entry (package_id, policy_id, device_group_id, position) VALUES ($1, $2, $3, 1)';
  const narrowedTo = (groupId: string) => sql(NARROWED, fleet.packageId, fleet.policyId, groupId);
  const belongs = async (groupId: string, deviceId = desk): Promise<boolean> =>
    (await sql('SELECT FROM device_group_member WHERE group_id = $1 AND device_id = $2', groupId, deviceId)).length ===
    1;
  const dirty = async (): Promise<string[]> =>
    (await sql('SELECT DISTINCT site_id FROM dirty_site')).map((row) => row.site_id as string);

  const inventory = (facts: object) => ({
    type: 'inventory' as const,
    hostname: 'front desk 1',
    os: 'linux' as const,
    osVersion: 'Debian 12',
    arch: 'x64' as const,
    agentVersion: '0.1.0',
    lastUser: null,
    interactiveSessions: 0,
    canPrompt: false,
    hasDisplay: false,
    privateMode: false,
    hash: 'a'.repeat(64),
    ...facts,
  });
  const reports = (facts: object) =>
    core.run((tx) => recordInventories(tx, [{ deviceId: desk, inventory: inventory(facts) }]));

  describe('follows, without anybody saving anything,', () => {
    it.each([
      ['the operating system', 'os:windows', () => reports({ os: 'windows' })],
      ['its version', 'version:>=13', () => reports({ osVersion: 'Debian 13.1' })],
      ['the architecture', 'arch:arm64', () => reports({ arch: 'arm64' })],
      ['the kind of computer', 'type:laptop', () => reports({ deviceType: 'laptop' })],
      ['the host name', 'name:till*', () => reports({ hostname: 'till-9' })],
      [
        'the display name',
        'name:Reception',
        () => sql(`UPDATE device SET display_name = 'Reception' WHERE id = $1`, desk),
      ],
      ['the tags', 'tag:vip', () => sql(`UPDATE device SET tags = '{vip}' WHERE id = $1`, desk)],
      [
        'a move to another site',
        'site:yard',
        () => sql('UPDATE device SET site_id = $2 WHERE id = $1', desk, otherSite),
      ],
      [
        'a move to another client',
        'client:mill',
        () => sql('UPDATE device SET site_id = $2 WHERE id = $1', desk, otherSite),
      ],
      ['the name of its site', 'site:annex', () => sql(`UPDATE site SET name = 'Annex' WHERE id = $1`, fleet.siteId)],
      [
        'the name of its client',
        'client:lakeside',
        () => sql(`UPDATE client SET name = 'Lakeside' WHERE id = $1`, fleet.clientId),
      ],
    ])('%s', async (_, filter, happens: () => Promise<unknown>) => {
      const [those, others] = [await group(filter), await group(`-${filter}`)];
      expect([await belongs(those), await belongs(others)]).toEqual([false, true]);
      await happens();
      expect(await settled()).toBe(true);
      expect([await belongs(those), await belongs(others)]).toEqual([true, false]);
    });

    it('the arrival of a device', async () => {
      const linux = await group('os:linux');
      const later = await enrolled(database.dataSource, fleet.siteId, 'front desk later');
      await settled();
      expect(await belongs(linux, later)).toBe(true);
    });

    it('the client: a device that moves to another one leaves the groups of the old', async () => {
      const own = await group('name:*', fleet.clientId);
      expect(await belongs(own)).toBe(true);
      await sql('UPDATE device SET site_id = $2 WHERE id = $1', desk, otherSite);
      await settled();
      expect([await belongs(own), await belongs(own, fleet.deviceIds[1])]).toEqual([false, true]);
    });
  });

  it('stays with an inventory of an agent that does not know its kind of computer', async () => {
    const laptops = await group('type:laptop');
    await reports({ deviceType: 'laptop' });
    await reports({ osVersion: 'Debian 13' });
    await settled();
    expect(await belongs(laptops)).toBe(true);
  });

  it('is not looked at where nothing changed that a group could depend on', async () => {
    await group('os:linux');
    await sql(
      'UPDATE device SET last_user = $2, next_instruction_seq = 7, version = version + 1 WHERE id = $1',
      desk,
      'anna',
    );
    await sql('UPDATE site SET region = $2 WHERE id = $1', fleet.siteId, 'eu');
    expect(await core.run(refreshStaleMemberships)).toBe(false);
  });

  describe('has the site looked at again', () => {
    const tagged = async () => {
      await sql(`UPDATE device SET tags = '{vip}' WHERE id = $1`, desk);
      while (await core.run(refreshStaleMemberships));
      return dirty();
    };

    it('when a package has a policy for the group', async () => {
      const vip = await group('tag:vip');
      await narrowedTo(vip);
      expect(await tagged()).toEqual([fleet.siteId]);
    });

    it('when an exclusion covers the group, until it has ended', async () => {
      const vip = await group('tag:vip');
      const insert = `INSERT INTO exclusion (id, kind, device_group_id, reason, author_name, ended_at, end_reason)
        VALUES (gen_random_uuid(), 'pin', $1, 'Payroll', 'Dana', $2, CASE WHEN $2::timestamptz IS NOT NULL THEN 'expired' END)`;
      await sql(insert, vip, new Date(0));
      expect(await tagged()).toEqual([]);
      await sql(insert, vip, null);
      await sql(`UPDATE device SET tags = '{}' WHERE id = $1`, desk);
      while (await core.run(refreshStaleMemberships));
      expect(await dirty()).toEqual([fleet.siteId]);
    });

    it('not when nothing hangs on the group, and not when nobody came or went', async () => {
      const vip = await group('tag:vip');
      expect(await tagged()).toEqual([]);
      expect(await belongs(vip)).toBe(true);
      await narrowedTo(vip);
      await sql('DELETE FROM dirty_site');
      await sql(`UPDATE device SET tags = '{vip,front}' WHERE id = $1`, desk);
      while (await core.run(refreshStaleMemberships));
      expect(await dirty()).toEqual([]);
    });

    it('when the filter of a group changes, only where that moves somebody', async () => {
      await enrolled(database.dataSource, otherSite, 'gate');
      await settled();
      const named = await group('name:front*');
      await narrowedTo(named);
      await core.run(async (tx) => {
        await lockMemberships(tx);
        await evaluateGroup(tx, { id: named, clientId: null, filter: 'name:front*,gate' });
      });
      expect(await dirty()).toEqual([otherSite]);
    });
  });

  describe('comes out right', () => {
    const begun = async () => {
      const runner = source.createQueryRunner();
      await runner.startTransaction();
      return runner;
    };
    const waits = async (work: Promise<unknown>): Promise<boolean> =>
      Promise.race([work.then(() => false), new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 150))]);

    it('when a device changes while it is being evaluated: its own mark stays for the next pass', async () => {
      const vip = await group('tag:vip');
      await sql(`UPDATE device SET os_version = 'Debian 13' WHERE id = $1`, desk);
      const evaluating = await begun();
      expect(await refreshStaleMemberships(evaluating.manager)).toBe(true);
      await sql(`UPDATE device SET tags = '{vip}' WHERE id = $1`, desk);
      await evaluating.commitTransaction();
      await evaluating.release();
      expect(await belongs(vip)).toBe(false);
      expect(await core.run(refreshStaleMemberships)).toBe(true);
      expect(await belongs(vip)).toBe(true);
    });

    it('with two cores: the second waits, and its newer facts are the last word', async () => {
      const vip = await group('tag:vip');
      await sql(`UPDATE device SET os_version = 'Debian 13' WHERE id = $1`, desk);
      const first = await begun();
      await refreshStaleMemberships(first.manager);
      await sql(`UPDATE device SET tags = '{vip}' WHERE id = $1`, desk);
      const second = core.run(refreshStaleMemberships);
      expect(await waits(second)).toBe(true);
      await first.commitTransaction();
      await first.release();
      expect(await second).toBe(true);
      expect(await belongs(vip)).toBe(true);
    });

    it('when what was found is thrown away: the marks are there again', async () => {
      const vip = await group('tag:vip');
      await sql(`UPDATE device SET tags = '{vip}' WHERE id = $1`, desk);
      const trial = await begun();
      await refreshStaleMemberships(trial.manager);
      await trial.rollbackTransaction();
      await trial.release();
      expect(await belongs(vip)).toBe(false);
      expect(await settled()).toBe(true);
      expect(await belongs(vip)).toBe(true);
    });

    it('when a group is made while a device changes', async () => {
      const changing = await begun();
      await changing.query(`UPDATE device SET tags = '{vip}' WHERE id = $1`, [desk]);
      const vip = await group('tag:vip');
      await changing.commitTransaction();
      await changing.release();
      await settled();
      expect(await belongs(vip)).toBe(true);
    });

    it('when a package is narrowed to a group while a member comes: the site is looked at after both', async () => {
      const vip = await group('tag:vip');
      await sql(`UPDATE device SET tags = '{vip}' WHERE id = $1`, desk);
      const narrowing = await begun();
      await narrowing.query(NARROWED, [fleet.packageId, fleet.policyId, vip]);
      const refreshing = core.run(refreshStaleMemberships);
      expect(await waits(refreshing)).toBe(true);
      await narrowing.commitTransaction();
      await narrowing.release();
      await refreshing;
      expect(await dirty()).toEqual([fleet.siteId]);
    });
  });
});
