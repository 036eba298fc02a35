import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import {
  judgeCookie, mintLaunch, platformKey, type ProviderActKind, type ProviderActRequests, ProviderError, type RemoteAccessProvider, revokeLaunch,
} from '../remote-access/index.js';
import { recordProbe } from './record-probe.js';

/** An act as it waits in the database. */
export interface ActRow {
  readonly id: string;
  readonly kind: string;
  readonly provider_instance_id: string;
  readonly site_id: string | null;
  readonly deployment_id: string | null;
  readonly launch_id: string | null;
  readonly request: unknown;
  readonly attempts: number;
}

type Performer = (unit: UnitOfWork, provider: RemoteAccessProvider, act: ActRow) => Promise<Record<string, unknown>>;

/** What is done at an instance. */
export type PerformedKind = Exclude<ProviderActKind, 'try-connection'>;

/** How each act is done; the answer is what whoever asked may read. */
export const actPerformers: Readonly<Record<PerformedKind, Performer>> = {
  'ensure-site': ensureSite,
  'ensure-installer': ensureInstaller,
  'place-endpoint': placeEndpoint,
  'remove-endpoint': removeEndpoint,
  'adopt-endpoint': adoptEndpoint,
  'mint-launch': (unit, provider, act) => mintLaunch(unit, provider, needed(act.launch_id)),
  'revoke-launch': (unit, provider, act) => revokeLaunch(unit, provider, needed(act.launch_id)),
  'judge-cookie': (unit, provider, act) => judgeCookie(unit, provider, act.provider_instance_id, requestOf<'judge-cookie'>(act).cookie),
  'probe-instance': async (unit, provider, act) => ({ reachable: await recordProbe(unit, act.provider_instance_id, provider) }),
  'open-administration': async (_, provider) => ({ page: await provider.openAdministration() }),
  'look-at-endpoint': async (_, provider, act) => {
    await provider.lookAt?.(requestOf<'look-at-endpoint'>(act).remoteId);
    return {};
  },
  'open-support': async (_, provider, act) => {
    if (!provider.openSupport) throw new ProviderError('rejected', 'This provider holds no support sessions.');
    return { ...(await provider.openSupport(requestOf<'open-support'>(act))) };
  },
};

async function ensureSite(unit: UnitOfWork, provider: RemoteAccessProvider, act: ActRow): Promise<Record<string, unknown>> {
  const { siteId } = requestOf<'ensure-site'>(act);
  const [site]: { name: string }[] = await unit.reads.query(
    `SELECT c.name || ' / ' || s.name AS name FROM site s JOIN client c ON c.id = s.client_id WHERE s.id = $1`,
    [siteId],
  );
  if (!site) return {};
  const remoteGroupId = await provider.ensureSite({ id: siteId, name: site.name });
  await unit.run(async (tx) => {
    await tx.query(
      `INSERT INTO provider_site (provider_instance_id, site_id, remote_group_id) VALUES ($1, $2, $3)
       ON CONFLICT (provider_instance_id, site_id) DO UPDATE SET remote_group_id = excluded.remote_group_id, ensured_at = now()`,
      [act.provider_instance_id, siteId, remoteGroupId],
    );
    await tx.query('UPDATE deployment SET due_at = now() WHERE provider_instance_id = $1 AND site_id = $2', [act.provider_instance_id, siteId]);
  });
  return { remoteGroupId };
}

/** An installer of format `none` records that the product has no remote agent for this platform. */
async function ensureInstaller(unit: UnitOfWork, provider: RemoteAccessProvider, act: ActRow): Promise<Record<string, unknown>> {
  const platform = requestOf<'ensure-installer'>(act);
  const installer = await provider.installerFor(platform);
  const key = platformKey(platform);
  await unit.run(async (tx) => {
    const [kept]: { sha256: string }[] = await tx.query('SELECT sha256 FROM artifact WHERE provider_instance_id = $1 AND platform = $2', [act.provider_instance_id, key]);
    if (kept && kept.sha256 === (installer?.sha256 ?? '')) return;
    await tx.query(
      `INSERT INTO artifact (provider_instance_id, platform, sha256, size, format, bytes) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (provider_instance_id, platform) DO UPDATE
         SET sha256 = excluded.sha256, size = excluded.size, format = excluded.format, bytes = excluded.bytes, created_at = now()`,
      [act.provider_instance_id, key, installer?.sha256 ?? '', installer?.size ?? 0, installer?.format ?? 'none', installer?.bytes ?? Buffer.alloc(0)],
    );
    await tx.query(
      `UPDATE deployment p SET due_at = now() FROM device d WHERE d.id = p.device_id AND p.provider_instance_id = $1 AND d.platform = $2`,
      [act.provider_instance_id, key],
    );
  });
  return {};
}

async function placeEndpoint(unit: UnitOfWork, provider: RemoteAccessProvider, act: ActRow): Promise<Record<string, unknown>> {
  const { remoteId } = requestOf<'place-endpoint'>(act);
  const [place]: { remote_group_id: string; name: string; group_now: string | null; name_now: string }[] = await unit.reads.query(
    `SELECT g.remote_group_id, d.name, w.remote_group_id AS group_now, w.name AS name_now
       FROM deployment p JOIN device d ON d.id = p.device_id
       JOIN provider_site g ON g.provider_instance_id = p.provider_instance_id AND g.site_id = p.site_id
       JOIN remote_endpoint w ON w.provider_instance_id = p.provider_instance_id AND w.remote_id = $2
      WHERE p.id = $1 AND p.desired = 'present'`,
    [act.deployment_id, remoteId],
  );
  if (!place) return {};
  if (place.group_now !== place.remote_group_id) await provider.moveEndpoint(remoteId, place.remote_group_id);
  if (place.name_now !== place.name) await provider.nameEndpoint(remoteId, place.name);
  await unit.run((tx) =>
    tx.query('UPDATE remote_endpoint SET remote_group_id = $3, name = $4 WHERE provider_instance_id = $1 AND remote_id = $2', [
      act.provider_instance_id, remoteId, place.remote_group_id, place.name,
    ]),
  );
  return {};
}

/** Only for what is really unwanted now: a deployment that was wanted again since keeps its proven record. */
async function removeEndpoint(unit: UnitOfWork, provider: RemoteAccessProvider, act: ActRow): Promise<Record<string, unknown>> {
  const { remoteId } = requestOf<'remove-endpoint'>(act);
  const [wanted]: unknown[] = await unit.reads.query(
    `SELECT 1 FROM deployment p JOIN deployment_evidence e ON e.deployment_id = p.id
      WHERE p.provider_instance_id = $1 AND p.desired = 'present' AND e.verified_remote_id = $2`,
    [act.provider_instance_id, remoteId],
  );
  if (wanted) return {};
  await provider.removeEndpoint(remoteId);
  await unit.run(async (tx) => {
    await tx.query('DELETE FROM remote_endpoint WHERE provider_instance_id = $1 AND remote_id = $2', [act.provider_instance_id, remoteId]);
    await tx.query('UPDATE deployment SET due_at = now() WHERE id = $1', [act.deployment_id]);
  });
  return {};
}

/** Only a record that is nobody's: what a device has shown in the meantime counts more than what was said. */
async function adoptEndpoint(unit: UnitOfWork, _: RemoteAccessProvider, act: ActRow): Promise<Record<string, unknown>> {
  const { remoteId } = requestOf<'adopt-endpoint'>(act);
  await unit.run(async (tx) => {
    await tx.query(
      `UPDATE remote_endpoint w SET device_id = p.device_id FROM deployment p
        WHERE p.id = $1 AND w.provider_instance_id = p.provider_instance_id AND w.remote_id = $2 AND w.device_id IS NULL`,
      [act.deployment_id, remoteId],
    );
    await tx.query('UPDATE deployment SET due_at = now() WHERE id = $1', [act.deployment_id]);
  });
  return {};
}

function requestOf<K extends ProviderActKind>(act: ActRow): ProviderActRequests[K] {
  return act.request as ProviderActRequests[K];
}

function needed(id: string | null): string {
  if (id === null) throw new Error('an act of a launch names its launch');
  return id;
}
