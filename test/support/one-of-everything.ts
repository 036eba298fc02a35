import { randomBytes, randomUUID } from 'node:crypto';
import type { BrowserSession } from './browser-session.js';
import type { WebUnderTest } from './running-web.js';
import { keepNoSettings } from './no-settings.js';

/** Where one of everything is put; `name` begins the name of each. */
export interface Place {
  readonly name: string;
  readonly clientId: string;
  readonly siteId: string;
}

/** The plural under which the API knows a noun → the id of the one that was made. */
export type OneOfEverything = Readonly<Record<string, string>>;

/** Makes one of every noun that has a scope, at one place, as the owner and the processes would have left them. */
export async function oneOfEverything(web: WebUnderTest, dana: BrowserSession, instanceId: string, { name, clientId, siteId }: Place): Promise<OneOfEverything> {
  const source = web.database.dataSource;
  const make = async (path: string, body: object): Promise<{ id: string; items: { id: string }[] }> => {
    const answer = await dana.post(path, body);
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const [devices, deployments, launches, tokens, rollouts, approvals, strangers] = Array.from({ length: 7 }, () => randomUUID()) as [string, string, string, string, string, string, string];
  await source.query(
    `INSERT INTO device (id, site_id, hardware_id, public_key, hostname, os, arch) VALUES ($1, $2, $3, $4, $5, 'linux', 'x64')`,
    [devices, siteId, randomUUID(), randomBytes(32).toString('base64url'), `${name}-device`],
  );
  await keepNoSettings(source);
  await source.query(
    `INSERT INTO deployment (id, device_id, provider_instance_id, site_id, desired, generation, incarnation, released_settings, newest_settings, settings_hash) VALUES ($1, $2, $3, $4, 'present', 1, 1, 'none', 'none', 'x')`,
    [deployments, devices, instanceId, siteId],
  );
  await source.query(`INSERT INTO deployment_status (deployment_id, device_id, phase, generation) VALUES ($1, $2, 'INSTALLING', 1)`, [deployments, devices]);
  const policies = (await make('/policies', { category: 'devices', type: 'remote-access', name: `${name} policy`, clientId, settings: {} })).id;
  const packages = (await make('/packages', { name: `${name} package`, clientId, entries: [{ policyId: policies }] })).id;
  const groups = (await make('/device-groups', { name: `${name} group`, clientId, filter: 'name:*' })).id;
  const assignments = (await make('/assignments', { packageId: packages, siteIds: [siteId] })).items[0]!.id;
  const exclusions = (await make('/exclusions', { kind: 'exclude', target: { siteId }, reason: `${name} reason` })).id;
  await source.query(`INSERT INTO stranger_agent (id, device_id, provider, place, running) VALUES ($1, $2, 'mesh-central', $3, true)`, [strangers, devices, `/opt/${name}`]);
  await source.query(`INSERT INTO enrolment_token (id, site_id, secret_hash, expires_at) VALUES ($1, $2, $3, now() + interval '1 hour')`, [tokens, siteId, randomBytes(32)]);
  await source.query(
    `INSERT INTO launch (id, operator_id, device_id, deployment_id, mode, state, ticket_hash, ticket_expires_at) SELECT $1, id, $2, $3, 'terminal', 'active', $4, now() FROM operator ORDER BY created_at LIMIT 1`,
    [launches, devices, deployments, randomBytes(32)],
  );
  await source.query(
    `INSERT INTO rollout (id, title, plan_hash, requested_by_name, waves, soak_seconds, device_count) VALUES ($1, $2, '', 'Dana', '["100%"]', 0, 1)`,
    [rollouts, `${name} rollout`],
  );
  await source.query(`INSERT INTO rollout_device (rollout_id, device_id, action) VALUES ($1, $2, 'update')`, [rollouts, devices]);
  await source.query(
    `INSERT INTO approval (id, plan_hash, plan, request, title, requested_by, requested_by_name, expires_at) SELECT $1, '', $2, $4, $3, id, name, now() + interval '1 hour' FROM operator ORDER BY created_at LIMIT 1`,
    [approvals, JSON.stringify({ hash: '', bySite: [{ siteId, clientId }] }), `${name} approval`, JSON.stringify({ method: 'POST', url: '/api/v1/assignments', body: {} })],
  );
  const sessions = (await make('/support-sessions', { name: `${name} session`, siteId })).id;
  const widgets = (await make('/help-widgets', { name: `${name} widget`, siteId, origins: ['https://example.org'] })).id;
  // An entry of a site: what only a site has was made there, by the API.
  const [{ id: audit }]: [{ id: string }] = await source.query('SELECT id FROM audit_entry WHERE site_id = $1 ORDER BY at DESC, id DESC LIMIT 1', [siteId]);
  return {
    audit, approvals, assignments, exclusions, policies, packages, launches, rollouts, devices, deployments, clients: clientId, sites: siteId,
    'enrolment-tokens': tokens, 'device-groups': groups, 'unknown-remote-agents': strangers, 'support-sessions': sessions, 'help-widgets': widgets,
  };
}
