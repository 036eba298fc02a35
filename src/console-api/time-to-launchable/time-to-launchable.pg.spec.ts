import { danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import type { BrowserSession } from '../../../test/support/browser-session.js';
import { type Fleet, fleetOf } from '../../../test/support/fleet.js';
import { keepNoSettings } from '../../../test/support/no-settings.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';

describe('the time to launchable', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let fleet: Fleet;
  let number = 0;
  const sql = <T = Record<string, unknown>>(text: string, ...values: unknown[]): Promise<T[]> => web.database.dataSource.query(text, values);

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    fleet = await fleetOf(web, dana);
    await sql('DELETE FROM deployment');
    await keepNoSettings(web.database.dataSource);
  });
  beforeEach(() => sql('DELETE FROM deployment'));
  afterAll(() => web.close());

  /** A device of a site that lived through these phases, each for so many seconds, the last of them ending now. */
  async function lived(siteId: string, ...phases: [phase: string, seconds: number][]): Promise<void> {
    const name = `till ${++number}`;
    const [{ id }] = (await sql<{ id: string }>(
      `WITH made AS (INSERT INTO device (id, site_id, hardware_id, public_key, hostname, os, arch) VALUES (gen_random_uuid(), $1, $2, $2, $2, 'linux', 'x64') RETURNING id)
       INSERT INTO deployment (id, device_id, provider_instance_id, site_id, desired, generation, released_settings, newest_settings, settings_hash, incarnation)
       SELECT gen_random_uuid(), made.id, (SELECT id FROM provider_instance LIMIT 1), $1, 'present', 1, 'none', 'none', 'x', 1 FROM made RETURNING id`,
      siteId, name,
    )) as [{ id: string }];
    let ago = phases.reduce((sum, [, seconds]) => sum + seconds, 0);
    let before: string | null = null;
    for (const [phase, seconds] of phases) {
      await sql(
        `INSERT INTO deployment_event (id, deployment_id, device_id, at, from_phase, phase, generation, actor, cause)
         SELECT gen_random_uuid(), p.id, p.device_id, now() - make_interval(secs => $2), $3, $4, 1, 'Latchkey', 'because' FROM deployment p WHERE p.id = $1`,
        id, ago, before, phase,
      );
      ago -= seconds;
      before = phase;
    }
  }
  const read = async (query = '', by = dana) => (await by.get(`/time-to-launchable${query}`)).body;

  it('is from being wanted to being Ready, step by step', async () => {
    await lived(fleet.shop, ['QUEUED', 1], ['DISPATCHED', 1], ['DOWNLOADING', 4], ['INSTALLING', 3], ['REGISTERING', 2], ['VERIFYING', 1], ['READY', 100]);
    expect(await read('?groupBy=site')).toMatchObject({
      all: { devices: 1, p50Seconds: 12, p95Seconds: 12 },
      items: [{ key: fleet.shop, devices: 1, stages: { sent: 2, downloaded: 4, installed: 3, registered: 2, verified: 1 } }],
    });
  });

  it('does not count the time in which a device was away or waited for its turn', async () => {
    await lived(fleet.shop, ['QUEUED', 2], ['WAITING_FOR_DEVICE', 90_000], ['SCHEDULED', 3_600], ['INSTALLING', 8], ['READY', 10]);
    expect(await read()).toMatchObject({ all: { p50Seconds: 10 } });
  });

  it('counts the time in trouble, and begins anew after a removal', async () => {
    await lived(fleet.shop, ['QUEUED', 1], ['RETRY_WAIT', 60], ['INSTALLING', 9], ['READY', 5], ['REMOVING', 5], ['REMOVED', 5], ['QUEUED', 2], ['INSTALLING', 18], ['READY', 5]);
    expect(await read()).toMatchObject({ all: { devices: 2, p50Seconds: 45, stages: { troubled: 60 } } });
  });

  it('is not that of a drift, and not of what never came to Ready', async () => {
    await lived(fleet.shop, ['QUEUED', 1], ['INSTALLING', 9], ['READY', 50], ['DRIFTED', 500], ['READY', 5]);
    await lived(fleet.shop, ['QUEUED', 1], ['INSTALLING', 9], ['FAILED', 5_000]);
    expect(await read()).toMatchObject({ all: { devices: 1, p50Seconds: 10 } });
  });

  it('is told for each site, instance and week, and only for sites of the caller', async () => {
    for (const seconds of [10, 20, 30]) await lived(fleet.shop, ['INSTALLING', seconds], ['READY', 1]);
    await lived(fleet.yard, ['INSTALLING', 100], ['READY', 1]);
    expect((await read('?groupBy=site')).items.map(({ key, p50Seconds, p95Seconds }: Record<string, unknown>) => [key, p50Seconds, p95Seconds])).toEqual([[fleet.shop, 20, 29], [fleet.yard, 100, 100]]);
    expect((await read('?groupBy=provider')).items).toMatchObject([{ devices: 4, p50Seconds: 25 }]);
    expect((await read('?groupBy=week')).items).toMatchObject([{ key: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), devices: 4 }]);
    const mona = await hired(web, dana, 'mona', { siteIds: [fleet.yard] });
    expect(await read('?groupBy=site', mona)).toMatchObject({ all: { devices: 1 }, items: [{ key: fleet.yard }] });
  });

  it('refuses what it cannot group by', async () => {
    expect(await dana.get('/time-to-launchable?groupBy=moon')).toMatchObject({ status: 400, body: { code: 'API-INPUT-03' } });
    expect(await read('?from=2099-01-01')).toMatchObject({ all: null, items: [] });
  });
});
