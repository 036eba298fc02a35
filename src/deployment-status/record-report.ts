import type { RemoteAgentsFrame, ReportFrame, RemoteAgentEvidence } from '../../contracts/agent-protocol.js';
import { noteAgentRemoved } from '../devices/index.js';
import { randomIds } from '../platform/ids.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { wakeUp } from '../platform/wake-ups/wake-ups.js';
import { COUNT_ATTEMPT, DAY_IS_FULL } from './count-attempt.js';
import { SILENCE } from './explain-change.js';

interface ReportedInstruction {
  deployment_id: string | null;
  kind: string;
  generation: string;
  desired_generation: string | null;
  proof_number: number | null;
}

/**
 * Stores the answer to an instruction and what it proves, once: a second copy of the same report changes nothing. The report
 * is fenced: one about an older generation closes its instruction but proves nothing about the present one.
 */
export async function recordReport(tx: Tx, deviceId: string, report: ReportFrame): Promise<'stored' | 'unknown-instruction'> {
  const [instruction]: ReportedInstruction[] = await tx.query(
    `SELECT i.deployment_id, i.kind, i.generation, p.generation AS desired_generation, p.proof_number
       FROM instruction i LEFT JOIN deployment p ON p.id = i.deployment_id
      WHERE i.id = $1 AND i.device_id = $2 FOR UPDATE OF i`,
    [report.instructionId, deviceId],
  );
  if (!instruction) return 'unknown-instruction';
  const closed: unknown[] = await tx.query(
    `WITH closed AS (
       UPDATE instruction SET reported_at = clock_timestamp(), acknowledged_at = coalesce(acknowledged_at, clock_timestamp()),
              outcome = $2, error_code = $3, detail = $4, gone = $5, frame = NULL
        WHERE id = $1 AND (reported_at IS NULL OR outcome = 'expired') RETURNING id)
     SELECT id FROM closed`,
    [report.instructionId, report.outcome, report.errorCode ?? null, report.detail, report.evidence?.gone ?? null],
  );
  const { deployment_id: deploymentId } = instruction;
  if (closed.length > 0 && instruction.kind === 'remove-endpoint-agent' && report.outcome === 'done') await noteAgentRemoved(tx, deviceId);
  if (closed.length === 0 || deploymentId === null) return 'stored';
  if (report.evidence) await recordEvidence(tx, deploymentId, report.evidence);
  if (instruction.generation === instruction.desired_generation) {
    const failure = failureOf(instruction, report);
    await (failure ? recordFailure(tx, deploymentId, instruction, failure) : recordSuccess(tx, deploymentId, instruction));
  }
  await lookAgain(tx, deploymentId);
  return 'stored';
}

/** Stores what the endpoint agent sees of its own remote agents, unasked. */
export async function recordRemoteAgents(tx: Tx, deviceId: string, frame: RemoteAgentsFrame): Promise<void> {
  const deployments: { id: string; kind: string }[] = await tx.query(
    `SELECT p.id, i.kind FROM deployment p JOIN provider_instance i ON i.id = p.provider_instance_id WHERE p.device_id = $1 AND p.removed_at IS NULL`,
    [deviceId],
  );
  for (const deployment of deployments) {
    const seen = frame.found.find((each) => each.own && each.provider === deployment.kind);
    await recordEvidence(tx, deployment.id, seen ?? { provider: deployment.kind, installed: false, running: false });
    await lookAgain(tx, deployment.id);
  }
  await recordStrangers(tx, deviceId, frame.found.filter((each) => !each.own));
}

/** Remote agents on a device that nobody deployed; one that is not seen any more is forgotten, with its approval. */
async function recordStrangers(tx: Tx, deviceId: string, found: readonly RemoteAgentEvidence[]): Promise<void> {
  const seen = found.map(({ provider, place, running, troubles }) => ({ id: randomIds.uuid(), provider, place: place ?? 'unknown', running, code: troubles?.[0]?.code ?? 'RA-SEC-05' }));
  await tx.query(
    `DELETE FROM stranger_agent WHERE device_id = $1 AND NOT (provider, place) IN (SELECT provider, place FROM jsonb_to_recordset($2::jsonb) AS s (provider text, place text))`,
    [deviceId, JSON.stringify(seen)],
  );
  if (seen.length === 0) return;
  await tx.query(
    `INSERT INTO stranger_agent (id, device_id, provider, place, running, code)
     SELECT id, $1, provider, place, running, code FROM jsonb_to_recordset($2::jsonb) AS s (id uuid, provider text, place text, running boolean, code text)
     ON CONFLICT (device_id, provider, place) DO UPDATE SET running = excluded.running, code = excluded.code
      WHERE (stranger_agent.running, stranger_agent.code) IS DISTINCT FROM (excluded.running, excluded.code)`,
    [deviceId, JSON.stringify(seen)],
  );
}

/** A cause that stood in the way is gone, on the word of the device or of the person named: the next attempt need not wait. The device's word does not count once its day is full. */
export async function recordCauseCleared(tx: Tx, deviceId: string, code: string, clearedBy: string | null = null): Promise<void> {
  const cleared: { id: string }[] = await tx.query(
    `WITH cleared AS (
       UPDATE deployment_evidence e SET failure_code = NULL, failure_detail = NULL, failure_at = NULL, failure_generation = NULL,
              attempts = 0, attempts_of_day = CASE WHEN $3::text IS NULL THEN e.attempts_of_day ELSE 0 END, next_attempt_at = NULL, cleared_by = $3, cleared_at = clock_timestamp()
         FROM deployment p WHERE p.id = e.deployment_id AND p.device_id = $1 AND e.failure_code = $2 AND ($3::text IS NOT NULL OR NOT ${DAY_IS_FULL}) RETURNING p.id)
     SELECT id FROM cleared`,
    [deviceId, code, clearedBy],
  );
  for (const { id } of cleared) await lookAgain(tx, id);
}

/** The same on the word of a person for many deployments at once, whatever they failed by, in one statement; all are looked at again. */
export async function recordCauseClearedFor(tx: Tx, deploymentIds: readonly string[], clearedBy: string): Promise<void> {
  await tx.query(
    `WITH cleared AS (
       UPDATE deployment_evidence SET failure_code = NULL, failure_detail = NULL, failure_at = NULL, failure_generation = NULL,
              attempts = 0, attempts_of_day = 0, next_attempt_at = NULL, cleared_by = $2, cleared_at = clock_timestamp()
        WHERE deployment_id = ANY($1::uuid[]))
     UPDATE deployment SET due_at = now() WHERE id = ANY($1::uuid[])`,
    [deploymentIds, clearedBy],
  );
  await wakeUp(tx, 'reconcile');
}

async function recordEvidence(tx: Tx, deploymentId: string, evidence: RemoteAgentEvidence): Promise<void> {
  await tx.query(
    `UPDATE deployment_evidence e
        SET installed = $2, running = $3, agent_at = clock_timestamp(),
            remote_id = coalesce($4, CASE WHEN $2 THEN e.remote_id END), remote_version = coalesce($5, e.remote_version),
            proof_number = coalesce($6, e.proof_number), incarnation = d.incarnation, process = CASE WHEN $3 THEN coalesce($7, e.process) END,
            troubles = coalesce($8::jsonb, CASE WHEN $2 AND $3 THEN '[]'::jsonb ELSE e.troubles END),
            restarts = coalesce($9, e.restarts), reinstalls = coalesce($10, e.reinstalls), reboot_pending = coalesce($11, e.reboot_pending),
            installer_sha256 = CASE WHEN $2 THEN coalesce($12, e.installer_sha256) END
       FROM deployment p JOIN device d ON d.id = p.device_id
      WHERE e.deployment_id = $1 AND p.id = e.deployment_id`,
    [
      deploymentId, evidence.installed, evidence.running, evidence.remoteId ?? null, evidence.version ?? null, evidence.proofNumber ?? null,
      evidence.process ?? null, evidence.troubles ? JSON.stringify(evidence.troubles) : null,
      evidence.repairs?.starts ?? null, evidence.repairs?.reinstalls ?? null, evidence.rebootPending ?? null, evidence.installerSha256 ?? null,
    ],
  );
}

const CONFIGURES = new Set(['install-remote-agent', 'update-remote-agent', 'apply-settings']);
/** Their success is only known once the provider sees the remote agent; until then attempts keep counting. */
const AWAITS_PROOF = new Set(['install-remote-agent', 'update-remote-agent', 'verify-identity']);

/** Of an installation that goes by in silence the device's word changes nothing: the failure stays, as one more attempt that did not help, until the proof is seen. */
async function recordSuccess(tx: Tx, deploymentId: string, { kind, generation }: ReportedInstruction): Promise<void> {
  await tx.query(
    `UPDATE deployment_evidence e
        SET failure_code = CASE WHEN silent THEN failure_code END, failure_detail = CASE WHEN silent THEN failure_detail END,
            failure_at = CASE WHEN silent THEN clock_timestamp() END, failure_generation = CASE WHEN silent THEN failure_generation END, next_attempt_at = NULL,
            attempts = CASE WHEN silent THEN attempts + 1 WHEN $5 THEN attempts ELSE 0 END,
            configured_generation = CASE WHEN $2 THEN $3::bigint ELSE configured_generation END,
            configured_at = CASE WHEN $2 THEN clock_timestamp() ELSE configured_at END,
            removed_at_device_at = CASE WHEN $4 THEN clock_timestamp() WHEN NOT $2 THEN removed_at_device_at END
       FROM (SELECT $5 AND coalesce(failure_detail = $6 AND failure_generation = $3::bigint, false) AS silent FROM deployment_evidence WHERE deployment_id = $1) was
      WHERE deployment_id = $1`,
    [deploymentId, CONFIGURES.has(kind), generation, kind === 'remove-remote-agent', AWAITS_PROOF.has(kind), SILENCE],
  );
}

type ReportedFailure = Pick<ReportFrame, 'errorCode' | 'detail'>;

/** A removal that is called done counts only with the word that nothing is installed any more. */
function failureOf({ kind }: ReportedInstruction, report: ReportFrame): ReportedFailure | null {
  if (report.outcome !== 'done') return report;
  if (kind !== 'remove-remote-agent' || report.evidence?.installed === false) return null;
  return { errorCode: 'RA-RMV-03', detail: 'The device called the removal done and did not say that nothing is left.' };
}

/** Only the failure itself is kept here; when to try again is planned by whoever judges it. */
async function recordFailure(tx: Tx, deploymentId: string, { generation }: ReportedInstruction, report: ReportedFailure): Promise<void> {
  await tx.query(
    `UPDATE deployment_evidence e
        SET failure_code = $2, failure_detail = $3, failure_generation = $4, failure_at = clock_timestamp(), next_attempt_at = NULL,
            ${COUNT_ATTEMPT}
      WHERE deployment_id = $1`,
    [deploymentId, report.errorCode ?? 'RA-SYS-01', report.detail, generation],
  );
}

async function lookAgain(tx: Tx, deploymentId: string): Promise<void> {
  await tx.query('UPDATE deployment SET due_at = now() WHERE id = $1', [deploymentId]);
  await wakeUp(tx, 'reconcile');
}
