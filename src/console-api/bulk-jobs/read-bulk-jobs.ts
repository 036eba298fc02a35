import { type Operator, withinScope } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { filledPage, type ListQuery, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import { UNDOABLE } from './bulk-act.js';
import type { BulkJobDeviceQuery, BulkJobDeviceView, BulkJobView } from './bulk-job.view.js';

const JOBS: ListShape = {
  from: 'bulk_job j',
  id: 'j.id',
  defaultSort: '-createdAt',
  sortable: { createdAt: [{ sql: 'j.created_at', type: 'timestamptz' }] },
};

/** The caller's own jobs, the newest first. */
export async function listJobs(tx: Tx, operator: Operator, query: ListQuery): Promise<Page<BulkJobView>> {
  const page = await pageOfIds(tx, JOBS, query, new Conditions().and('j.requested_by = ?', operator.id).search(query.q, 'j.act'));
  return filledPage(page, await jobsById(tx, operator, page.ids));
}

/** A job of the caller; somebody else's is answered like one that does not exist. */
export async function jobById(tx: Tx, operator: Operator, id: string): Promise<BulkJobView> {
  const [job] = await jobsById(tx, operator, [id]);
  if (!job) throw notFound('bulk job');
  return job;
}

async function jobsById(tx: Tx, operator: Operator, ids: readonly string[]): Promise<BulkJobView[]> {
  const jobs: Omit<BulkJobView, 'canBeUndone' | 'total'>[] = await tx.query(
    `SELECT j.id, j.act, j.state, j.stop_code AS "stopCode", j.requested_by_name AS "requestedByName", j.created_at AS "createdAt", j.finished_at AS "finishedAt",
            j.undoes AS "undoesId", u.id AS "undoneById", c.counts
       FROM bulk_job j LEFT JOIN bulk_job u ON u.undoes = j.id
       CROSS JOIN LATERAL (
         SELECT json_build_object('waiting', count(*) FILTER (WHERE b.state = 'waiting'), 'done', count(*) FILTER (WHERE b.state = 'done'),
                  'unchanged', count(*) FILTER (WHERE b.state = 'unchanged'), 'refused', count(*) FILTER (WHERE b.state = 'refused')) AS counts
           FROM bulk_job_device b WHERE b.job_id = j.id) c
      WHERE j.id = ANY($1::uuid[]) AND j.requested_by = $2`,
    [ids, operator.id],
  );
  return jobs.map((job) => ({
    ...job,
    total: job.counts.waiting + job.counts.done + job.counts.unchanged + job.counts.refused,
    canBeUndone: UNDOABLE.has(job.act) && job.state !== 'running' && job.undoneById === null && job.counts.done > 0,
  }));
}

const DEVICES: ListShape = {
  from: 'bulk_job_device b JOIN device d ON d.id = b.device_id JOIN site s ON s.id = d.site_id',
  id: 'd.id',
  defaultSort: 'name',
  sortable: { name: [{ sql: 'd.name', type: 'text' }], state: [{ sql: 'b.state', type: 'text' }] },
};

/** What became of each device, as far as it is in the caller's scope now. */
export async function listJobDevices(tx: Tx, operator: Operator, jobId: string, query: BulkJobDeviceQuery): Promise<Page<BulkJobDeviceView>> {
  await jobById(tx, operator, jobId);
  const where = withinScope(new Conditions(), operator.scope, { site: 's.id', client: 's.client_id' })
    .and('b.job_id = ?', jobId)
    .andIf(query.state, 'b.state = ?')
    .search(query.q, 'd.name', 's.name');
  const page = await pageOfIds(tx, DEVICES, query, where);
  const rows: (BulkJobDeviceView & { id: string })[] = await tx.query(
    `SELECT d.id, d.id AS "deviceId", d.name, s.name AS "siteName", b.state, b.code, b.detail FROM ${DEVICES.from} WHERE b.job_id = $1 AND d.id = ANY($2::uuid[])`,
    [jobId, page.ids],
  );
  const { items, ...rest } = filledPage(page, rows);
  return { ...rest, items: items.map(({ deviceId, name, siteName, state, code, detail }) => ({ deviceId, name, siteName, state, code, detail })) };
}
