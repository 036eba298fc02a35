import type { Origin } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { DomainError, notFound } from '../../platform/errors/domain-error.js';
import type { Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { randomIds } from '../../platform/ids.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import type { LaunchMode } from '../provider.js';
import { browserMark } from './browser-mark.js';
import { launchability, type LaunchFacts, type Verdict } from './launchability.js';
import { hashOfSecret, newLaunchSecret } from './launch-secret.js';
import { type LaunchingOperator, loadLaunchTargets } from './load-launch-facts.js';

/** Long enough for a browser to follow, short enough to be worthless afterwards. */
export const TICKET_SECONDS = 60;
const LONGEST_REASON = 500;

export interface LaunchRequester extends LaunchingOperator {
  readonly name: string;
  /** Empty for an API key: then the browser that redeems the ticket is the one it is bound to, as is its network. */
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

/** What is to be opened, and why. */
export interface WishedLaunch {
  readonly deviceId: string;
  readonly mode: LaunchMode;
  readonly reason: string | null;
}

/** Uses up the fresh proof that a sensitive site wants; rejects with API-AUTH-03 and how to give one where there is none. */
export type Prove = (tx: Tx) => Promise<void>;

/**
 * Asks to open one device: passes the gate or refuses with its code. The ticket is bound to operator, session, device, browser and
 * network, lives a minute and is worth nothing by itself: the gate is passed again when it is redeemed. Refusals are kept in the audit log.
 */
export async function requestLaunch(unit: UnitOfWork, operator: LaunchRequester, from: Origin, { deviceId, mode, reason }: WishedLaunch, prove: Prove): Promise<LaunchTicket> {
  const target = (await loadLaunchTargets(unit.reads, operator, [deviceId], { mode, reason })).get(deviceId);
  if (!target?.facts.operator.inScope) throw notFound('device');
  const verdict = launchability(target.facts);
  const actor = { kind: 'operator' as const, id: operator.id, name: operator.name, requestId: operator.requestId };
  const fact = { clientId: target.clientId, siteId: target.siteId, deviceId };
  if (!verdict.allowed || target.deploymentId === null) {
    const code = verdict.code ?? 'RA-LCH-05';
    await unit.run((tx) =>
      recordAudit(tx, actor, { ...fact, action: 'launch.refuse', subject: { kind: 'device', id: deviceId, name: target.deviceName }, changes: { code: [null, code], mode: [null, mode] } }),
    );
    throw refusal(code, verdict);
  }
  const ticket = newLaunchSecret();
  const launchId = randomIds.uuid();
  const bound = operator.sessionId === '' ? null : browserMark(from);
  return unit.run(async (tx) => {
    if (verdict.proofWanted) await proveOrRefuse(tx, prove, target.facts);
    const [{ expires_at: expiresAt }]: [{ expires_at: Date }] = await tx.query(
      `WITH launch AS (
         INSERT INTO launch (id, operator_id, session_id, device_id, deployment_id, mode, reason, state, ticket_hash, ticket_expires_at, user_agent_hash, network, is_proven)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'requested', $8, now() + make_interval(secs => $9), $10, $11, $12) RETURNING ticket_expires_at AS expires_at)
       SELECT expires_at FROM launch`,
      [launchId, operator.id, operator.sessionId || null, deviceId, target.deploymentId, mode, reason?.slice(0, LONGEST_REASON) ?? null, hashOfSecret(ticket), TICKET_SECONDS,
        bound?.userAgentHash ?? null, bound?.network ?? null, verdict.proofWanted],
    );
    await recordAudit(tx, actor, {
      ...fact, action: 'launch.request', subject: { kind: 'launch', id: launchId, name: target.deviceName }, changes: { mode: [null, mode], reason: [null, reason] },
    });
    await wakeUp(tx, 'changed', JSON.stringify({ kind: 'launch', id: launchId, deviceId, siteId: target.siteId }));
    return { launchId, ticket, redeemUrl: `/launch/${ticket}`, expiresAt };
  });
}

function refusal(code: string, { detail, whoCanFix, fixUrl, ask }: Verdict, extra: Readonly<Record<string, unknown>> = {}): DomainError {
  return new DomainError(code, detail, { extra: { ...extra, whoCanFix, fixUrl, ask } });
}

/** The proof comes last: what else is wrong is said before anybody reaches for his key. */
async function proveOrRefuse(tx: Tx, prove: Prove, facts: LaunchFacts): Promise<void> {
  try {
    await prove(tx);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'API-AUTH-03') throw error;
    throw refusal('RA-LCH-13', launchability({ ...facts, proven: false }), error.facts.extra);
  }
}
