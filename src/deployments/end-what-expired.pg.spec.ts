import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { smallFleet, type SmallFleet } from '../../test/support/small-fleet.js';
import { openTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { openDataSource } from '../platform/database/data-source.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { endWhatExpired, untilNextExpiry } from './end-what-expired.js';

/** Long enough to look before it on a machine that is busy. */
const SOON_MS = 2_000;

describe('what is to end by itself', () => {
  let database: TestDatabase;
  let fleet: SmallFleet;
  let cores: DataSource[];
  let unit: UnitOfWork;

  beforeEach(async () => {
    database = await openTestDatabase();
    fleet = await smallFleet(database.dataSource, 3);
    cores = [await openDataSource(database.coreUrl), await openDataSource(database.coreUrl)];
    unit = new UnitOfWork(cores[0]!);
  });
  afterEach(async () => {
    for (const core of cores) await core.destroy();
    await database.close();
  });

  const sql = <T = Record<string, unknown>>(text: string, ...values: unknown[]): Promise<T[]> => database.dataSource.query(text, values);
  const byText = (a: unknown, b: unknown) => (String(a) < String(b) ? -1 : 1);
  const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const excluded = async (column: 'site_id' | 'device_id', of: string, ms: number | null): Promise<string> => {
    const id = randomUUID();
    await sql(
      `INSERT INTO exclusion (id, kind, ${column}, reason, author_name, expires_at) VALUES ($1, 'exclude', $2, 'rented out', 'Dana', now() + make_interval(secs => $3))`,
      id, of, ms === null ? null : ms / 1000,
    );
    return id;
  };
  const overridden = (deviceId: string, ms: number | null) =>
    sql(
      `INSERT INTO device_override (device_id, settings, reason, author_name, expires_at) VALUES ($1, '{"consent.mode": "always"}', 'a guest', 'Dana', now() + make_interval(secs => $2))`,
      deviceId, ms === null ? null : ms / 1000,
    );
  const audited = async (action: string) => (await sql('SELECT subject_id FROM audit_entry WHERE action = $1', action)).map((row) => row['subject_id']);

  it('ends at its moment, not before, and leaves everything else', async () => {
    const [soon, never] = [await excluded('device_id', fleet.deviceIds[0]!, SOON_MS), await excluded('site_id', fleet.siteId, null)];
    await overridden(fleet.deviceIds[0]!, SOON_MS);
    await overridden(fleet.deviceIds[1]!, 60_000);
    await overridden(fleet.deviceIds[2]!, null);
    expect(await endWhatExpired(unit)).toBe(0);
    const ms = await untilNextExpiry(unit.reads);
    expect(ms).toBeGreaterThan(0);
    expect(ms).toBeLessThanOrEqual(SOON_MS);
    await sql('DELETE FROM dirty_site');
    await later(SOON_MS + 50);
    expect(await endWhatExpired(unit)).toBe(2);
    expect(await sql(`SELECT id, ended_at = expires_at AS on_time, end_reason, ended_by_name FROM exclusion WHERE ended_at IS NOT NULL`)).toEqual([
      { id: soon, on_time: true, end_reason: 'expired', ended_by_name: null },
    ]);
    expect(await sql('SELECT id FROM exclusion WHERE ended_at IS NULL')).toEqual([{ id: never }]);
    expect((await sql('SELECT device_id FROM device_override')).map((row) => row['device_id']).sort(byText)).toEqual(fleet.deviceIds.slice(1).sort(byText));
    expect(await sql('SELECT DISTINCT site_id FROM dirty_site')).toEqual([{ site_id: fleet.siteId }]);
    expect(await untilNextExpiry(unit.reads)).toBeGreaterThan(50_000);
  });

  it('is written down as the system’s doing, with what it was', async () => {
    await excluded('device_id', fleet.deviceIds[0]!, -1);
    await overridden(fleet.deviceIds[0]!, -1);
    await endWhatExpired(unit);
    expect(
      await sql('SELECT action, actor_kind, subject_name, client_id, site_id, device_id, changes FROM audit_entry ORDER BY action'),
    ).toMatchObject([
      { action: 'exclusion.expire', actor_kind: 'system', subject_name: 'front desk 1', client_id: fleet.clientId, site_id: fleet.siteId, device_id: fleet.deviceIds[0], changes: { reason: ['rented out', null] } },
      { action: 'override.expire', actor_kind: 'system', changes: { settings: [{ 'consent.mode': 'always' }, null], reason: ['a guest', null] } },
    ]);
  });

  it('ends once, however many cores look at the same time', async () => {
    const ids: string[] = [];
    for (let each = 0; each < 40; each++) ids.push(await excluded('site_id', fleet.siteId, 300));
    for (const deviceId of fleet.deviceIds) await overridden(deviceId, 300);
    const counts: number[] = [];
    const until = Date.now() + 700;
    const core = async (of: DataSource) => {
      while (Date.now() < until) counts.push(await endWhatExpired(new UnitOfWork(of)));
    };
    await Promise.all(cores.flatMap((of) => [core(of), core(of)]));
    expect(counts.reduce((sum, n) => sum + n, 0)).toBe(43);
    expect((await audited('exclusion.expire')).sort(byText)).toEqual(ids.sort(byText));
    expect((await audited('override.expire')).sort(byText)).toEqual([...fleet.deviceIds].sort(byText));
  });

  it('is passed over while somebody changes it, and counts as he leaves it', async () => {
    const id = await excluded('site_id', fleet.siteId, -1);
    await database.dataSource.transaction(async (tx) => {
      await tx.query(`UPDATE exclusion SET expires_at = now() + interval '1 hour' WHERE id = $1`, [id]);
      expect(await endWhatExpired(unit)).toBe(0);
    });
    expect(await endWhatExpired(unit)).toBe(0);
    expect(await sql('SELECT ended_at FROM exclusion WHERE id = $1', id)).toEqual([{ ended_at: null }]);
  });
});
