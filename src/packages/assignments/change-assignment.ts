import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type ExpectedVersion, refuseStale, staleVersion } from '../../platform/http/index.js';
import { AssignmentEntity } from './assignment.entity.js';
import type { AssignmentView } from './assignment.view.js';
import type { ChangeAssignmentBody } from './change-assignment.body.js';
import { assignmentById } from './read-assignments.js';

/** Changes which of several packages wins on a site. */
@Injectable()
export class ChangeAssignment {
  constructor(private readonly unit: UnitOfWork) {}

  async run(
    operator: Operator,
    id: string,
    { priority }: ChangeAssignmentBody,
    expected: ExpectedVersion,
  ): Promise<AssignmentView> {
    return this.unit.run(async (tx) => {
      const before = await assignmentById(tx, operator.scope, id);
      refuseStale(expected, before.version);
      const { version } = before;
      const stored = await tx.update(
        AssignmentEntity,
        { id, version },
        { priority, version: version + 1, updatedAt: () => 'now()' },
      );
      if (stored.affected !== 1) throw staleVersion();
      await recordAudit(tx, actorOf(operator), {
        action: 'assignment.change',
        subject: { kind: 'assignment', id, name: `${before.packageName} on ${before.siteName}` },
        clientId: before.clientId,
        siteId: before.siteId,
        changes: { priority: [before.priority, priority] },
      });
      return assignmentById(tx, operator.scope, id);
    });
  }
}
