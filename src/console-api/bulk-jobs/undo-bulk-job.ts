import { Inject, Injectable } from '@nestjs/common';
import { type Operator, withinScope } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { translatingConstraints } from '../../platform/errors/constraint-refusals.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { refuseWithoutRight } from './bulk-act.js';
import type { BulkAct } from './bulk-job.body.js';
import type { BulkJobView } from './bulk-job.view.js';
import { undoAct } from './perform-act.js';
import { jobById } from './read-bulk-jobs.js';
import { storeJob } from './store-jobs.js';

/** Takes a job back, once, as a job of its own: under the rights and the scope of now, and through the same gate. */
@Injectable()
export class UndoBulkJob {
  constructor(
    private readonly unit: UnitOfWork,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  async run(operator: Operator, jobId: string): Promise<BulkJobView> {
    const id = this.ids.uuid();
    const twice = () => new DomainError('API-CONFLICT-03', 'This was taken back already.');
    return translatingConstraints({ bulk_job_is_undone_once: twice }, () =>
      this.unit.run(async (tx) => {
        const job = await jobById(tx, operator, jobId);
        if (!job.canBeUndone) throw job.undoneById === null ? new DomainError('API-CONFLICT-03', 'This cannot be taken back.') : twice();
        const act = job.act as BulkAct;
        refuseWithoutRight(operator, act);
        const where = withinScope(new Conditions().and('b.job_id = ?', jobId).and(`b.state = 'done'`).and('d.retired_at IS NULL'), operator.scope, { site: 's.id', client: 's.client_id' });
        const devices: Parameters<typeof undoAct>[3][number][] = await tx.query(
          `SELECT d.id, d.site_id AS "siteId", b.undo FROM bulk_job_device b JOIN device d ON d.id = b.device_id JOIN site s ON s.id = d.site_id WHERE ${where.sql} ORDER BY d.id`,
          where.values,
        );
        await storeJob(tx, operator, { id, act: 'undo', request: { undoes: jobId, act }, state: 'done', undoes: jobId }, await undoAct(tx, operator, act, devices));
        return jobById(tx, operator, id);
      }),
    );
  }
}
