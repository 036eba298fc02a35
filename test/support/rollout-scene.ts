import { tellRollouts } from '../../src/deployments/index.js';
import { randomIds } from '../../src/platform/ids.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { advanceRollouts } from '../../src/reconciler/advance-rollouts.js';
import { openTestDatabase, type TestDatabase } from './test-database.js';

export interface RolloutChoices {
  readonly waves?: readonly string[];
  readonly soakSeconds?: number;
  readonly ratePerMinute?: number;
  /** Hours from now at which every site's window opens, for one hour; negative: it is open. */
  readonly windowInHours?: number;
  readonly action?: 'install' | 'remove';
}

/** A fleet in SQL whose devices wait for a change, and answer it as the test says; time passes by moving everything into the past. */
export class RolloutScene {
  readonly unit: UnitOfWork;
  readonly siteIds: string[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly clientId: string,
    private readonly instanceId: string,
  ) {
    this.unit = new UnitOfWork(database.dataSource);
  }

  /** As many sites as time zones are named; without any device yet. */
  static async begin(zones: readonly string[] = ['Europe/Berlin'], database?: TestDatabase): Promise<RolloutScene> {
    const scene = new RolloutScene(database ?? (await openTestDatabase()), randomIds.uuid(), randomIds.uuid());
    await scene.sql('INSERT INTO installation (id) VALUES ($1) ON CONFLICT DO NOTHING', randomIds.uuid());
    await scene.sql(`INSERT INTO provider_instance (id, kind, name, embedded, health) VALUES ($1, 'mesh-central', 'Engine', true, 'reachable')`, scene.instanceId);
    await scene.sql(`INSERT INTO client (id, name) VALUES ($1, $2)`, scene.clientId, `Harbour Hotels ${scene.clientId}`);
    await scene.sql(`INSERT INTO effective_settings (hash, settings) VALUES ('old', '{"removal.graceHours": 0}'), ('new', '{}') ON CONFLICT DO NOTHING`);
    for (const zone of zones) await scene.site(zone);
    return scene;
  }

  /** Between two tests: the sites stay, everything else is gone. */
  async clear(): Promise<void> {
    await this.sql('TRUNCATE device, rollout, rollout_news, dirty_site, audit_entry CASCADE');
    await this.sql('UPDATE installation SET frozen = false');
  }

  // The shape is what the test asserts.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  sql(statement: string, ...values: unknown[]): Promise<any[]> {
    return this.database.dataSource.query(statement, values);
  }

  async site(zone: string): Promise<string> {
    const id = randomIds.uuid();
    await this.sql(`INSERT INTO site (id, client_id, name, time_zone) VALUES ($1, $2, $3, $4)`, id, this.clientId, `Site ${this.siteIds.length}`, zone);
    this.siteIds.push(id);
    return id;
  }

  /** Connected (or not) devices without remote access; in the order in which they connected. */
  async devices(count: number, { online = true, siteId = this.siteIds[0] }: { online?: boolean; siteId?: string } = {}): Promise<string[]> {
    const rows: { id: string }[] = await this.sql(
      `WITH made AS (
         INSERT INTO device (id, site_id, hardware_id, public_key, hostname, os, arch)
         SELECT id, $1, id::text, id::text, 'till ' || n, 'linux', 'x64' FROM (SELECT gen_random_uuid() AS id, n FROM generate_series(1, $2::int) AS n) AS new
         RETURNING id, hostname
       ), deployed AS (
         INSERT INTO deployment (id, device_id, provider_instance_id, site_id, desired, generation, settings_hash, incarnation, released_settings, newest_settings, removed_at)
         SELECT id, id, $3, $1, 'absent', 1, 'old', 1, 'old', 'old', now() FROM made
       ) SELECT id FROM made ORDER BY split_part(hostname, ' ', 2)::int`,
      siteId, count, this.instanceId,
    );
    const ids = rows.map(({ id }) => id);
    await this.sql('INSERT INTO deployment_evidence (deployment_id) SELECT unnest($1::uuid[])', ids);
    await this.sql(
      `INSERT INTO device_presence (device_id, online, connected_at, offline_since, last_seen_at)
       SELECT id, $2, now() + n * interval '1 millisecond', CASE WHEN $2 THEN NULL ELSE now() END, now() FROM unnest($1::uuid[]) WITH ORDINALITY AS d (id, n)`,
      ids, online,
    );
    return ids;
  }

  /** What is left of a device on another provider instance: released long ago, and failed. */
  async formerDeployment(deviceId: string, code: string): Promise<void> {
    const instanceId = randomIds.uuid();
    await this.sql(`INSERT INTO provider_instance (id, kind, name) VALUES ($1, 'mesh-central', $2)`, instanceId, `Former ${instanceId}`);
    await this.sql(
      `WITH former AS (
         INSERT INTO deployment (id, device_id, provider_instance_id, site_id, desired, generation, settings_hash, incarnation, released_settings, newest_settings, released_at)
         SELECT gen_random_uuid(), device_id, $2, site_id, 'absent', 7, 'old', 1, 'old', 'old', now() - interval '30 days' FROM deployment WHERE device_id = $1 RETURNING id)
       INSERT INTO deployment_evidence (deployment_id, failure_code, failure_generation, failure_at) SELECT id, $3, 7, now() FROM former`,
      deviceId, instanceId, code,
    );
  }

  /** A change that waits on all of these devices, as retargeting leaves it. */
  async rollout(deviceIds: readonly string[], { waves = ['1', '10', '100', '25%', '100%'], soakSeconds = 60, ratePerMinute, windowInHours, action = 'install' }: RolloutChoices = {}): Promise<string> {
    const id = randomIds.uuid();
    const zone = (await this.sql('SELECT time_zone FROM site WHERE id = $1', this.siteIds[0]))[0].time_zone as string;
    const window = windowInHours === undefined ? null : (await this.sql(
      `SELECT jsonb_build_object('days', '["mon","tue","wed","thu","fri","sat","sun"]'::jsonb, 'from', to_char(t, 'HH24:MI'), 'to', to_char(t + interval '1 hour', 'HH24:MI')) AS w
         FROM (SELECT now() AT TIME ZONE $1 + make_interval(secs => $2::float8 * 3600) AS t) AS begins`, zone, windowInHours))[0].w;
    await this.sql(
      `INSERT INTO rollout (id, title, plan_hash, requested_by_name, waves, soak_seconds, rate_per_minute, maintenance_window, device_count)
       VALUES ($1, 'Policy Standard', 'hash', 'Dana', $2, $3, $4, $5, $6)`,
      id, JSON.stringify(waves), soakSeconds, ratePerMinute ?? null, window && JSON.stringify(window), deviceIds.length,
    );
    await this.await(id, deviceIds, action);
    return id;
  }

  /** Puts the change of a rollout on devices, in the place of whatever waited there. */
  async await(rolloutId: string, deviceIds: readonly string[], action: 'install' | 'remove' = 'install'): Promise<void> {
    await this.sql(
      `UPDATE deployment SET pending = $3, pending_hash = 'new', pending_since = now(), newest_settings = 'new', rollout_id = $1 WHERE device_id = ANY($2::uuid[])`,
      rolloutId, deviceIds, action === 'install' ? 'present' : 'absent',
    );
    await this.sql('INSERT INTO rollout_device (rollout_id, device_id, action) SELECT $1, unnest($2::uuid[]), $3', rolloutId, deviceIds, action);
  }

  /** As core: until nothing more is due. */
  async step(unit = this.unit): Promise<void> {
    for (let round = 0; round < 50; round++) if ((await advanceRollouts(unit)) === 0) return;
    throw new Error('the rollouts never come to rest');
  }

  /** The devices acknowledge what they were released to, and are Ready, or fail with a code. */
  async answer(deviceIds: readonly string[], code: string | null = null): Promise<void> {
    await this.acknowledge(deviceIds);
    await this.sql(
      `UPDATE deployment_evidence e SET failure_code = $2, failure_generation = p.generation, failure_at = now() FROM deployment p
        WHERE p.id = e.deployment_id AND p.device_id = ANY($1::uuid[])`,
      deviceIds, code,
    );
    await this.sql(
      `INSERT INTO deployment_status AS t (deployment_id, device_id, phase, conditions, generation)
       SELECT id, device_id, 'READY', jsonb_build_array(jsonb_build_object('type', 'Ready', 'status', CASE WHEN $2::text IS NULL THEN 'true' ELSE 'false' END)), generation
         FROM deployment WHERE device_id = ANY($1::uuid[])
       ON CONFLICT (deployment_id) DO UPDATE SET conditions = excluded.conditions, generation = excluded.generation`,
      deviceIds, code,
    );
    await this.unit.run((tx) => tellRollouts(tx, { changed: deviceIds, ready: [] }));
    await this.passes(1);
    await this.step();
  }

  async acknowledge(deviceIds: readonly string[]): Promise<void> {
    await this.sql(
      `INSERT INTO instruction (id, device_id, deployment_id, seq, generation, kind, attempt, issued_at, expires_at, acknowledged_at)
       SELECT gen_random_uuid(), device_id, id, generation, generation, 'install-remote-agent', 1, now(), now(), now() FROM deployment
        WHERE device_id = ANY($1::uuid[]) ON CONFLICT DO NOTHING`,
      deviceIds,
    );
  }

  async setOnline(deviceIds: readonly string[], online: boolean): Promise<void> {
    await this.sql('UPDATE device_presence SET online = $2, connected_at = now() WHERE device_id = ANY($1::uuid[])', deviceIds, online);
    await this.unit.run((tx) => tellRollouts(tx, { changed: deviceIds, ready: online ? deviceIds : [] }));
    await this.passes(1);
  }

  async passes(seconds: number): Promise<void> {
    const ago = `interval '${seconds} seconds'`;
    await this.sql(`UPDATE rollout SET wave_opened_at = wave_opened_at - ${ago}, watched_since = watched_since - ${ago}, soaking_since = soaking_since - ${ago},
      look_again_at = look_again_at - ${ago}, looked_at = looked_at - ${ago}, created_at = created_at - ${ago}`);
    await this.sql(`UPDATE rollout_device SET released_at = released_at - ${ago}, seen_at = seen_at - ${ago}, outcome_at = outcome_at - ${ago} WHERE released_at IS NOT NULL`);
    await this.sql(`UPDATE deployment SET released_at = released_at - ${ago}`);
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  async state(rolloutId: string): Promise<any> {
    return (await this.sql('SELECT * FROM rollout WHERE id = $1', rolloutId))[0];
  }

  async released(rolloutId: string, wave?: number): Promise<string[]> {
    const rows: { device_id: string }[] = await this.sql(
      'SELECT device_id FROM rollout_device WHERE rollout_id = $1 AND released_at IS NOT NULL AND ($2::int IS NULL OR wave = $2) ORDER BY released_at, device_id', rolloutId, wave ?? null);
    return rows.map((row) => row.device_id);
  }

  /** Everybody who has the change and has not answered yet succeeds, and the wave has soaked. */
  async wavePasses(rolloutId: string): Promise<void> {
    const open: { device_id: string }[] = await this.sql('SELECT device_id FROM rollout_device WHERE rollout_id = $1 AND released_at IS NOT NULL AND outcome IS NULL', rolloutId);
    await this.answer(open.map((row) => row.device_id));
    await this.passes(61);
    await this.step();
  }

  async outcomes(rolloutId: string): Promise<Record<string, number>> {
    const rows: { outcome: string; n: number }[] = await this.sql(`SELECT coalesce(outcome, 'none') AS outcome, count(*)::int AS n FROM rollout_device WHERE rollout_id = $1 GROUP BY 1`, rolloutId);
    return Object.fromEntries(rows.map(({ outcome, n }) => [outcome, n]));
  }
}
