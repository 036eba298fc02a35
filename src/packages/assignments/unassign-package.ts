import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type ExpectedVersion, refuseStale } from '../../platform/http/index.js';
import { AssignmentEntity } from './assignment.entity.js';
import { assignmentById } from './read-assignments.js';

/** Takes a package from a site; what no other package wants there is removed from its devices. */
@Injectable()
export class UnassignPackage {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, id: string, expected: ExpectedVersion): Promise<void> {
    await this.unit.run(async (tx) => {
      const assignment = await assignmentById(tx, operator.scope, id);
      refuseStale(expected, assignment.version);
      await tx.delete(AssignmentEntity, { id });
      await recordAudit(tx, actorOf(operator), {
        action: 'assignment.delete',
        subject: { kind: 'assignment', id, name: `${assignment.packageName} on ${assignment.siteName}` },
        clientId: assignment.clientId,
        siteId: assignment.siteId,
        changes: { package: [assignment.packageName, null], priority: [assignment.priority, null] },
      });
    });
  }
}
