import { randomBytes, randomUUID } from 'node:crypto';
import type { BrowserSession } from './browser-session.js';
import type { WebUnderTest } from './running-web.js';
import { keepNoSettings } from './no-settings.js';

/**
 * Four devices of two clients, each in another state, written as the agent gateway and the reconciler would have left them:
 * the bakery's till is Ready, its oven has failed; the mill's gate is being installed, its scale was never wanted.
 */
export interface Fleet {
  readonly bakery: string;
  readonly shop: string;
  readonly yard: string;
  readonly till: string;
  readonly oven: string;
  readonly gate: string;
  readonly ovenDeployment: string;
  /** Three more deployments became Ready this many seconds after their release. */
  othersTook(seconds: number): Promise<void>;
}

export async function fleetOf(web: WebUnderTest, dana: BrowserSession): Promise<Fleet> {
  const source = web.database.dataSource;
  const make = async (path: string, body: object): Promise<string> => {
    const answer = await dana.post(path, body);
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body.id;
  };
  const bakery = await make('/clients', { name: 'Bakery Brown' });
  const shop = await make('/sites', { clientId: bakery, name: 'Shop' });
  const yard = await make('/sites', { clientId: await make('/clients', { name: 'Mill Green' }), name: 'Yard' });
  const standard = await make('/policies', {
    category: 'devices',
    type: 'remote-access',
    name: 'Standard',
    settings: { enabled: true },
  });
  const basic = await make('/packages', { name: 'Basic', entries: [{ policyId: standard }] });
  await dana.post('/assignments', { packageId: basic, siteIds: [shop] });
  const instance = randomUUID();
  await source.query(
    `INSERT INTO provider_instance (id, kind, name, embedded, health) VALUES ($1, 'mesh-central', 'Embedded', true, 'reachable')`,
    [instance],
  );

  const device = async (
    name: string,
    siteId: string,
    os: string,
    fields: { tags?: string[]; seen?: 'now' | 'yesterday' },
  ): Promise<string> => {
    const id = randomUUID();
    await source.query(
      `INSERT INTO device (id, site_id, hardware_id, public_key, hostname, os, arch, tags) VALUES ($1, $2, $3, $4, $5, $6, 'x64', $7)`,
      [id, siteId, randomUUID(), randomBytes(32).toString('base64url'), name, os, fields.tags ?? []],
    );
    if (fields.seen) {
      const online = fields.seen === 'now';
      await source.query(
        `INSERT INTO device_presence (device_id, online, offline_since, last_seen_at) VALUES ($1, $2, CASE WHEN $2 THEN NULL ELSE now() - interval '1 day' END, now())`,
        [id, online],
      );
    }
    return id;
  };
  const deployment = async (
    deviceId: string,
    siteId: string,
    phase: string,
    errorCode: string | null,
  ): Promise<string> => {
    const id = randomUUID();
    await keepNoSettings(source);
    await source.query(
      `INSERT INTO deployment (id, device_id, provider_instance_id, site_id, desired, generation, incarnation, released_settings, newest_settings, settings_hash) VALUES ($1, $2, $3, $4, 'present', 1, 1, 'none', 'none', 'x')`,
      [id, deviceId, instance, siteId],
    );
    await source.query(
      `INSERT INTO deployment_evidence (deployment_id, agent_at, failure_code, attempts) VALUES ($1, now() - interval '61 seconds', $2, CASE WHEN $2::text IS NULL THEN 0 ELSE 3 END)`,
      [id, errorCode],
    );
    const conditions = [
      {
        type: 'Installed',
        status: 'true',
        reason: 'AsDesired',
        message: 'Installed.',
        since: new Date().toISOString(),
        observedGeneration: '1',
      },
    ];
    const modes = {
      desktop: { usable: false, code: 'RA-LNX-03' },
      terminal: { usable: true },
      files: { usable: true },
    };
    await source.query(
      `INSERT INTO deployment_status (deployment_id, device_id, phase, error_code, generation, conditions, modes) VALUES ($1, $2, $3, $4, 1, $5, $6)`,
      [id, deviceId, phase, errorCode, JSON.stringify(conditions), JSON.stringify(modes)],
    );
    return id;
  };
  const event = (
    deploymentId: string,
    deviceId: string,
    from: string | null,
    phase: string,
    code: string | null,
    secondsAgo: number,
  ) =>
    source.query(
      `INSERT INTO deployment_event (id, deployment_id, device_id, from_phase, phase, error_code, generation, actor, cause, at)
       VALUES ($1, $2, $3, $4, $5, $6, 1, 'Latchkey', 'reported', now() - make_interval(secs => $7))`,
      [randomUUID(), deploymentId, deviceId, from, phase, code, secondsAgo],
    );

  const till = await device('baker-till', shop, 'linux', { tags: ['vip'], seen: 'now' });
  const oven = await device('baker-oven', shop, 'windows', { seen: 'yesterday' });
  const gate = await device('mill-gate', yard, 'linux', { seen: 'now' });
  await device('mill-scale', yard, 'linux', {});
  const tillDeployment = await deployment(till, shop, 'READY', null);
  const ovenDeployment = await deployment(oven, shop, 'FAILED', 'RA-NET-02');
  await deployment(gate, yard, 'INSTALLING', null);
  await event(ovenDeployment, oven, 'DOWNLOADING', 'INSTALLING', null, 60);
  await event(ovenDeployment, oven, 'INSTALLING', 'FAILED', 'RA-NET-02', 30);
  await source.query(
    `INSERT INTO launch (id, operator_id, device_id, deployment_id, mode, state, ticket_hash, ticket_expires_at, ended_at, end_reason)
     SELECT $1, id, $2, $3, 'terminal', 'ended', $4, now(), now(), 'left' FROM operator ORDER BY created_at LIMIT 1`,
    [randomUUID(), till, tillDeployment, randomBytes(32)],
  );

  return {
    bakery,
    shop,
    yard,
    till,
    oven,
    gate,
    ovenDeployment,
    async othersTook(seconds) {
      for (const name of ['one', 'two', 'three']) {
        const id = await device(`other-${name}`, shop, 'linux', {});
        const deploymentId = await deployment(id, shop, 'READY', null);
        await event(deploymentId, id, 'DOWNLOADING', 'INSTALLING', null, 3600);
        await event(deploymentId, id, 'INSTALLING', 'READY', null, 3600 - seconds);
      }
    },
  };
}
