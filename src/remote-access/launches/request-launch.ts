import { recordAudit } from '../../audit/index.js';
import { DomainError, notFound } from '../../platform/errors/domain-error.js';
import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { randomIds } from '../../platform/ids.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import type { LaunchMode } from '../provider.js';
import { launchability } from './launchability.js';
import { hashOfSecret, newLaunchSecret } from './launch-secret.js';
import { type LaunchingOperator, loadLaunchTargets } from './load-launch-facts.js';

/** Long enough for a browser to follow, short enough to be worthless afterwards. */
export const TICKET_SECONDS = 60;
const LONGEST_REASON = 500;

export interface LaunchRequester extends LaunchingOperator {
  readonly id: string;
  readonly name: string;
  readonly sessionId: string;
  readonly requestId?: string;
}

export interface LaunchTicket {
  readonly launchId: string;
  /** Single use; told to nobody else. */
  readonly ticket: string;
  /** Path to post to, in the same browser. */
  readonly redeemUrl: string;
  readonly expiresAt: Date;
}

/**
 * Asks to open one device: passes the gate or refuses with its code. The ticket is bound to operator, session and device, lives a
 * minute and is worth nothing by itself: the gate is passed again when it is redeemed. Refusals are kept in the audit log.
 */
export async function requestLaunch(unit: UnitOfWork, operator: LaunchRequester, deviceId: string, mode: LaunchMode, reason: string | null): Promise<LaunchTicket> {
  const target = (await loadLaunchTargets(unit.reads, operator, [deviceId], mode)).get(deviceId);
  if (!target?.facts.operator.inScope) throw notFound('device');
  const verdict = launchability(target.facts);
  const actor = { kind: 'operator' as const, id: operator.id, name: operator.name, requestId: operator.requestId };
  const fact = { clientId: target.clientId, siteId: target.siteId, deviceId };
  if (!verdict.allowed || target.deploymentId === null) {
    const code = verdict.code ?? 'RA-LCH-05';
    await unit.run((tx) =>
      recordAudit(tx, actor, { ...fact, action: 'launch.refuse', subject: { kind: 'device', id: deviceId, name: target.deviceName }, changes: { code: [null, code], mode: [null, mode] } }),
    );
    throw new DomainError(code, verdict.detail, { extra: { whoCanFix: verdict.whoCanFix, fixUrl: verdict.fixUrl } });
  }
  const ticket = newLaunchSecret();
  const launchId = randomIds.uuid();
  return unit.run(async (tx) => {
    const [{ expires_at: expiresAt }]: [{ expires_at: Date }] = await tx.query(
      `WITH launch AS (
         INSERT INTO launch (id, operator_id, session_id, device_id, deployment_id, mode, reason, state, ticket_hash, ticket_expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'requested', $8, now() + make_interval(secs => $9)) RETURNING ticket_expires_at AS expires_at)
       SELECT expires_at FROM launch`,
      [launchId, operator.id, operator.sessionId, deviceId, target.deploymentId, mode, reason?.slice(0, LONGEST_REASON) ?? null, hashOfSecret(ticket), TICKET_SECONDS],
    );
    await recordAudit(tx, actor, {
      ...fact, action: 'launch.request', subject: { kind: 'launch', id: launchId, name: target.deviceName }, changes: { mode: [null, mode], reason: [null, reason] },
    });
    await wakeUp(tx, 'changed', JSON.stringify({ kind: 'launch', id: launchId, deviceId, siteId: target.siteId }));
    return { launchId, ticket, redeemUrl: `/launch/${ticket}`, expiresAt };
  });
}
