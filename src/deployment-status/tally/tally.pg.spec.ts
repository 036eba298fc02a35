import { randomUUID } from 'node:crypto';
import { keepNoSettings } from '../../../test/support/no-settings.js';
import { smallFleet, type SmallFleet } from '../../../test/support/small-fleet.js';
import { openTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DEPLOYMENT_OF_DEVICE, exclusionOfDevice, PHASE } from '../phase-of-device.js';
import { recountStaleSites } from './recount-stale-sites.js';
import { TALLY } from './tally-sql.js';

const PHASES = ['READY', 'READY_OFFLINE', 'FAILED', 'QUEUED', 'REMOVED'];

describe('the tally of a fleet', () => {
  let database: TestDatabase;
  let unit: UnitOfWork;
  let fleet: SmallFleet;
  const sites: string[] = [];

  beforeAll(async () => {
    database = await openTestDatabase();
    unit = new UnitOfWork(database.dataSource);
    fleet = await smallFleet(database.dataSource, 20);
    await keepNoSettings(database.dataSource);
    sites.push(fleet.siteId);
    for (const name of ['Annex', 'Depot']) {
      const id = randomUUID();
      await sql(`INSERT INTO site (id, client_id, name, time_zone) SELECT $1, client_id, $2, 'UTC' FROM site LIMIT 1`, id, name);
      sites.push(id);
    }
  });
  afterAll(() => database.close());

  const sql = <T = Record<string, unknown>>(text: string, ...values: unknown[]): Promise<T[]> => database.dataSource.query(text, values);
  const told = () => sql(`WITH ${TALLY} SELECT site_id, phase, error_code, devices FROM tally ORDER BY 1, 2, 3`);
  /** Everything counted, as it was before there was a tally. */
  const counted = () => sql(
    `SELECT d.site_id, ${PHASE} AS phase, coalesce(t.error_code, '') AS error_code, count(*)::int AS devices
       FROM device d ${DEPLOYMENT_OF_DEVICE} ${exclusionOfDevice()} WHERE d.retired_at IS NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  );
  const one = <T>(among: readonly T[]): T => among[Math.floor(Math.random() * among.length)]!;

  /** What happens to devices of an MSP, at random. */
  const HAPPENINGS: readonly (() => Promise<unknown>)[] = [
    () => sql(`INSERT INTO device (id, site_id, hardware_id, public_key, hostname, os, arch) SELECT x, $1, x::text, x::text, 'new', 'linux', 'x64' FROM gen_random_uuid() AS x`, one(sites)),
    () => sql('UPDATE device SET site_id = $1 WHERE id = (SELECT id FROM device ORDER BY random() LIMIT 1)', one(sites)),
    () => sql('UPDATE device SET retired_at = CASE WHEN retired_at IS NULL THEN now() END WHERE id = (SELECT id FROM device ORDER BY random() LIMIT 1)'),
    () => sql(
      `INSERT INTO deployment (id, device_id, provider_instance_id, site_id, desired, generation, released_settings, newest_settings, settings_hash, incarnation)
       SELECT gen_random_uuid(), d.id, $1, d.site_id, 'present', 1, 'none', 'none', 'x', 1 FROM device d ORDER BY random() LIMIT 3
       ON CONFLICT ON CONSTRAINT deployment_is_one_per_device_and_instance DO NOTHING`, fleet.instanceId,
    ),
    () => sql(
      `INSERT INTO deployment_status AS t (deployment_id, device_id, phase, error_code, generation)
       SELECT p.id, p.device_id, $1, $2, 1 FROM deployment p ORDER BY random() LIMIT 4
       ON CONFLICT (deployment_id) DO UPDATE SET phase = excluded.phase, error_code = excluded.error_code`, one(PHASES), one(['RA-NET-02', null]),
    ),
    () => sql(`INSERT INTO exclusion (id, kind, site_id, reason, author_name) VALUES (gen_random_uuid(), $2, $1, 'lent out', 'Dana')`, one(sites), one(['exclude', 'pin'])),
    () => sql(`UPDATE exclusion SET ended_at = now(), end_reason = 'withdrawn' WHERE id = (SELECT id FROM exclusion WHERE ended_at IS NULL ORDER BY random() LIMIT 1)`),
  ];

  it('is what counting says, after each of 150 changes, whether or not core has caught up', async () => {
    for (let change = 0; change < 150; change++) {
      await one(HAPPENINGS)();
      if (Math.random() < 0.3) await recountStaleSites(unit);
      expect(await told()).toEqual(await counted());
    }
  });

  it('is what counting says after two cores have counted while others changed devices', async () => {
    const changing = Array.from({ length: 4 }, async () => {
      for (let change = 0; change < 40; change++) await one(HAPPENINGS)().catch((error: { code?: string }) => expect(error.code).toBe('40P01'));
    });
    let isOver = false;
    const counting = [1, 2].map(async () => {
      while (!isOver) await recountStaleSites(new UnitOfWork(database.dataSource));
    });
    await Promise.all(changing);
    isOver = true;
    await Promise.all(counting);
    while (await recountStaleSites(unit));
    expect(await sql('SELECT site_id, phase, error_code, devices FROM site_tally ORDER BY 1, 2, 3')).toEqual(await counted());
    expect(await told()).toEqual(await counted());
  });
});
