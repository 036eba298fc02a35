import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { Outcome } from './perform-act.js';

export interface NewJob {
  readonly id: string;
  readonly act: string;
  readonly request: object;
  readonly state: 'running' | 'done';
  readonly undoes?: string;
}

/** Jobs are kept for as long as somebody may want to look one up or take it back. */
const KEPT_FOR = `interval '90 days'`;

/** The only writer of jobs. One entry of the audit log says what was asked for; each device's own change has another. */
export async function storeJob(tx: Tx, operator: Operator, job: NewJob, outcomes: readonly (Outcome | { readonly deviceId: string; readonly state: 'waiting' })[]): Promise<void> {
  await tx.query(`DELETE FROM bulk_job WHERE finished_at < now() - ${KEPT_FOR}`);
  await tx.query(
    `INSERT INTO bulk_job (id, act, request, requested_by, requested_by_name, state, undoes, finished_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, CASE WHEN $6 = 'done' THEN now() END)`,
    [job.id, job.act, JSON.stringify(job.request), operator.id, operator.name, job.state, job.undoes ?? null],
  );
  await tx.query(
    `INSERT INTO bulk_job_device (job_id, device_id, state, code, detail, undo)
     SELECT $1, o."deviceId", o.state, o.code, o.detail, o.undo FROM jsonb_to_recordset($2::jsonb) AS o ("deviceId" uuid, state text, code text, detail text, undo jsonb)`,
    [job.id, JSON.stringify(outcomes)],
  );
  await recordAudit(tx, actorOf(operator), {
    action: 'bulk-job.start',
    subject: { kind: 'bulk-job', id: job.id, name: job.act },
    changes: { devices: [null, outcomes.length], request: [null, job.request] },
  });
}

/** What became of devices that waited. */
export async function storeOutcomes(tx: Tx, jobId: string, outcomes: readonly Outcome[]): Promise<void> {
  await tx.query(
    `UPDATE bulk_job_device b SET state = o.state, code = o.code, detail = o.detail, undo = o.undo
       FROM jsonb_to_recordset($2::jsonb) AS o ("deviceId" uuid, state text, code text, detail text, undo jsonb)
      WHERE b.job_id = $1 AND b.device_id = o."deviceId" AND b.state = 'waiting'`,
    [jobId, JSON.stringify(outcomes)],
  );
}

/** Ends a job that runs; false where it has ended already. */
export async function endJob(tx: Tx, jobId: string, state: 'done' | 'cancelled' | 'stopped', stopCode: string | null = null): Promise<boolean> {
  const [, count]: [unknown, number] = await tx.query(
    `UPDATE bulk_job SET state = $2, stop_code = $3, finished_at = now() WHERE id = $1 AND state = 'running'`,
    [jobId, state, stopCode],
  );
  return count === 1;
}
