import { recordAudit, SYSTEM } from '../../audit/index.js';
import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import type { LaunchMode, RemoteAccessProvider } from '../provider.js';
import { launchability, promptNeeded } from './launchability.js';
import { loadLaunchTargets } from './load-launch-facts.js';

interface RedeemedLaunch {
  id: string; device_id: string; mode: LaunchMode; name: string; role: string; allow_remote_control: boolean; disabled: boolean;
  scope_all: boolean; client_ids: string[] | null; site_ids: string[] | null; session_live: boolean;
}

/**
 * Makes the provider's page for one redeemed launch, with the least rights that the newest policy allows. Core passes the whole gate
 * itself, from fresh rows: web's word that somebody may launch is not enough. Refuses with the code of the first blocker.
 */
export async function mintLaunch(unit: UnitOfWork, provider: RemoteAccessProvider, launchId: string): Promise<Record<string, unknown>> {
  const [launch]: RedeemedLaunch[] = await unit.reads.query(REDEEMED, [launchId]);
  if (!launch) throw new DomainError('RA-LCH-10', 'This launch is not waiting to be opened.');
  const operator = {
    role: launch.role, allowRemoteControl: launch.allow_remote_control, disabled: launch.disabled || !launch.session_live,
    scope: { all: launch.scope_all, clientIds: launch.client_ids ?? [], siteIds: launch.site_ids ?? [] },
  };
  const target = (await loadLaunchTargets(unit.reads, operator, [launch.device_id], launch.mode)).get(launch.device_id);
  const verdict = target && launchability(target.facts);
  if (!target || !verdict?.allowed || target.remoteId === null) {
    await refuse(unit, launchId, verdict?.code ?? 'RA-LCH-05');
    throw new DomainError(verdict?.code ?? 'RA-LCH-05', verdict?.detail ?? 'The device is not deployed.');
  }
  const { settings, device } = target.facts;
  const minted = await provider.mintLaunch({
    remoteId: target.remoteId,
    mode: launch.mode,
    viewOnly: settings['capability.control'] === false,
    courtesies: {
      prompt: promptNeeded(settings, device),
      notify: settings['visibility.notifyOnConnect'] !== false,
      banner: settings['visibility.banner'] !== false,
    },
    expiresInMinutes: Number(settings['session.maxMinutes']),
    guestName: launch.name,
  });
  await unit.run(async (tx) => {
    await tx.query(
      `UPDATE launch SET state = 'minted', remote_id = $2, share_id = $3, share_path = $4, share_expires_at = $5 WHERE id = $1 AND state = 'redeemed'`,
      [launchId, target.remoteId, minted.shareId, minted.path, minted.expiresAt],
    );
    await wakeUp(tx, 'changed', JSON.stringify({ kind: 'launch', id: launchId, deviceId: launch.device_id, siteId: target.siteId }));
  });
  return {};
}

const REDEEMED = `
  SELECT l.id, l.device_id, l.mode, o.name, o.role, o.allow_remote_control, o.disabled, o.scope_all,
         array_agg(c.client_id) FILTER (WHERE c.client_id IS NOT NULL) AS client_ids, array_agg(c.site_id) FILTER (WHERE c.site_id IS NOT NULL) AS site_ids,
         EXISTS (SELECT 1 FROM operator_session s WHERE s.id = l.session_id AND s.revoked_at IS NULL AND s.expires_at > now()) AS session_live
    FROM launch l JOIN operator o ON o.id = l.operator_id LEFT JOIN operator_scope c ON c.operator_id = o.id
   WHERE l.id = $1 AND l.state = 'redeemed' GROUP BY l.id, o.id`;

async function refuse(unit: UnitOfWork, launchId: string, code: string): Promise<void> {
  await unit.run(async (tx) => {
    await tx.query(`UPDATE launch SET state = 'refused', refusal_code = $2, ended_at = now() WHERE id = $1`, [launchId, code]);
    await recordAudit(tx, SYSTEM, { action: 'launch.refuse', subject: { kind: 'launch', id: launchId }, changes: { code: [null, code] } });
  });
}
