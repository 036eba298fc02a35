import { recordAudit, SYSTEM } from '../../audit/index.js';
import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import type { LaunchMode, RemoteAccessProvider } from '../provider.js';
import { launchability, promptNeeded } from './launchability.js';
import { pageOfItsOwn, placeOfLaunch } from './launch-away.js';
import { loadLaunchTargets } from './load-launch-facts.js';

interface RedeemedLaunch {
  id: string; device_id: string; deployment_id: string; mode: LaunchMode; name: string; role: string; allow_remote_control: boolean; disabled: boolean;
  scope_all: boolean; operator_id: string; reason: string | null; client_ids: string[] | null; site_ids: string[] | null; session_live: boolean; is_proven: boolean;
}

/**
 * Makes the provider's page for one redeemed launch, with the least rights that the newest policy allows. Core passes the whole gate
 * itself, from fresh rows: web's word that somebody may launch is not enough. Refuses with the code of the first blocker.
 */
export async function mintLaunch(unit: UnitOfWork, provider: RemoteAccessProvider, launchId: string): Promise<Record<string, unknown>> {
  const [launch]: RedeemedLaunch[] = await unit.reads.query(REDEEMED, [launchId]);
  if (!launch) throw new DomainError('RA-LCH-10', 'This launch is not waiting to be opened.');
  const operator = {
    id: launch.operator_id,
    role: launch.role, allowRemoteControl: launch.allow_remote_control, disabled: launch.disabled || !launch.session_live,
    scope: { all: launch.scope_all, clientIds: launch.client_ids ?? [], siteIds: launch.site_ids ?? [] },
  };
  const target = (await loadLaunchTargets(unit.reads, operator, [launch.device_id], { mode: launch.mode, reason: launch.reason, proven: launch.is_proven, launchId })).get(launch.device_id);
  if (target && target.deploymentId !== launch.deployment_id) {
    await refuse(unit, launchId, 'RA-LCH-10');
    throw new DomainError('RA-LCH-10', 'The device has moved to another provider instance since. Choose Log In again.');
  }
  const verdict = target && launchability(target.facts);
  if (!target || !verdict?.allowed || target.remoteId === null) {
    await refuse(unit, launchId, verdict?.code ?? 'RA-LCH-05');
    throw new DomainError(verdict?.code ?? 'RA-LCH-05', verdict?.detail ?? 'The device is not deployed.');
  }
  const { settings, device } = target.facts;
  const prompt = promptNeeded(settings, device);
  const minted = await provider.mintLaunch({
    remoteId: target.remoteId,
    mode: launch.mode,
    viewOnly: settings['capability.control'] === false,
    courtesies: {
      prompt,
      notify: settings['visibility.notifyOnConnect'] !== false,
      banner: settings['visibility.banner'] !== false,
    },
    expiresInMinutes: Math.min(Number(settings['session.maxMinutes']), target.longestMinutes ?? Infinity),
    guestName: launch.name,
  });
  const place = await placeOfLaunch(unit.reads, launchId);
  const path = place.embedded ? minted.path : await ownPageOrRefused(unit, launchId, () => pageOfItsOwn(minted.path, place));
  await unit.run(async (tx) => {
    await tx.query(
      `UPDATE launch SET state = 'minted', remote_id = $2, share_id = $3, share_path = $4, share_expires_at = $5, idle_minutes = $6, is_away = $7, asks_first = $8
        WHERE id = $1 AND state = 'redeemed'`,
      [launchId, target.remoteId, minted.shareId, path, minted.expiresAt, Number(settings['session.idleMinutes']), !place.embedded, prompt],
    );
    await wakeUp(tx, 'changed', JSON.stringify({ kind: 'launch', id: launchId, deviceId: launch.device_id, siteId: target.siteId }));
  });
  return {};
}

const REDEEMED = `
  SELECT l.id, l.device_id, l.deployment_id, l.mode, l.operator_id, l.reason, l.is_proven, o.name, o.role, o.allow_remote_control, o.disabled, o.scope_all,
         array_agg(c.client_id) FILTER (WHERE c.client_id IS NOT NULL) AS client_ids, array_agg(c.site_id) FILTER (WHERE c.site_id IS NOT NULL) AS site_ids,
         EXISTS (SELECT 1 FROM operator_session s WHERE s.id = l.session_id AND s.revoked_at IS NULL AND s.expires_at > now()) AS session_live
    FROM launch l JOIN operator o ON o.id = l.operator_id LEFT JOIN operator_scope c ON c.operator_id = o.id
   WHERE l.id = $1 AND l.state = 'redeemed' GROUP BY l.id, o.id`;

async function ownPageOrRefused(unit: UnitOfWork, launchId: string, page: () => string): Promise<string> {
  try {
    return page();
  } catch (error) {
    if (error instanceof DomainError) await refuse(unit, launchId, error.code);
    throw error;
  }
}

async function refuse(unit: UnitOfWork, launchId: string, code: string): Promise<void> {
  await unit.run(async (tx) => {
    await tx.query(`UPDATE launch SET state = 'refused', refusal_code = $2, ended_at = now() WHERE id = $1`, [launchId, code]);
    await recordAudit(tx, SYSTEM, { action: 'launch.refuse', subject: { kind: 'launch', id: launchId }, changes: { code: [null, code] } });
  });
}
