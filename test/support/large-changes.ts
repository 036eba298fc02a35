import type { ApiClient } from './api-client.js';
import { eventually } from './eventually.js';
import type { RunningInstallation } from './running-installation.js';

/** More than are ever changed at once. */
const MANY = 60;
const ENROL = `
  INSERT INTO device (id, site_id, hardware_id, public_key, hostname, os, arch)
  SELECT gen_random_uuid(), $1, gen_random_uuid()::text, gen_random_uuid()::text, 'counter ' || n, 'linux', 'x64' FROM generate_series(1, $2::int) AS n`;

interface Place {
  readonly siteId: string;
  readonly packageId: string;
  readonly policyId: string;
}

/**
 * Leaves one rollout and one approval that waits, as two changes of many devices do: a package assigned to a large site, and
 * its policy edited where a second person is demanded. The devices are gone afterwards.
 */
export async function largeChanges(
  installation: RunningInstallation,
  operator: ApiClient,
  { siteId, packageId, policyId }: Place,
): Promise<void> {
  await installation.rows(ENROL, [siteId, MANY]);
  await agreed(operator, 201, 'post', '/assignments', { packageId, siteIds: [siteId] });
  await eventually('the rollout has its devices', async () => (await operator.read('/rollouts')).items.length > 0);
  await installation.rows('UPDATE installation SET needs_second_person = true');
  const { name, description, settings } = await operator.read(`/policies/${policyId}`);
  await agreed(operator, 202, 'put', `/policies/${policyId}`, {
    name,
    description,
    enabled: true,
    settings: { ...settings, 'visibility.banner': false },
  });
  await installation.rows('UPDATE installation SET needs_second_person = false');
  await installation.rows(`UPDATE device SET retired_at = now() WHERE site_id = $1 AND hostname LIKE 'counter %'`, [
    siteId,
  ]);
}

/** Does what has to be confirmed by its numbers; once more where the plan has drifted meanwhile. */
async function agreed(
  operator: ApiClient,
  status: number,
  method: 'post' | 'put',
  path: string,
  body: object,
): Promise<void> {
  let answer: unknown;
  const act = async () => {
    const { body: plan } = await operator.session[method](`${path}?dryRun=true`, body, { 'if-match': '*' });
    const done = await operator.session[method](path, body, {
      'if-match': '*',
      'if-plan': plan.hash,
      'x-confirm-count': String(plan.moved),
    });
    answer = { plan, status: done.status, body: done.body };
    return done.status === status;
  };
  await eventually(`${method} ${path} is answered ${status}`, act, { withinMs: 30_000, lastSeen: () => answer });
}
