import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { BulkJobView } from './bulk-job.view.js';
import { jobById } from './read-bulk-jobs.js';
import { endJob } from './store-jobs.js';

/** Leaves what is done of a job, and does no more of it. */
@Injectable()
export class CancelBulkJob {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, jobId: string): Promise<BulkJobView> {
    return this.unit.run(async (tx) => {
      const job = await jobById(tx, operator, jobId);
      if (!(await endJob(tx, jobId, 'cancelled'))) throw new DomainError('API-CONFLICT-03', 'This has ended already.');
      await recordAudit(tx, actorOf(operator), { action: 'bulk-job.cancel', subject: { kind: 'bulk-job', id: jobId, name: job.act }, changes: { state: ['running', 'cancelled'] } });
      return jobById(tx, operator, jobId);
    });
  }
}
