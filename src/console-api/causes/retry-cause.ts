import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { recordCauseClearedFor } from '../../deployment-status/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError, notFound } from '../../platform/errors/domain-error.js';
import type { CauseRetriedView } from './cause.view.js';
import { failingDevices, fingerprintOf, readCauses } from './read-causes.js';

/** Somebody says that a cause is gone: everything in his scope that failed by it is tried again, in one act. */
@Injectable()
export class RetryCause {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, fingerprint: string, reason: string | null): Promise<CauseRetriedView> {
    return this.unit.run(async (tx) => {
      const cause = (await readCauses(tx, operator.scope)).items.find((each) => each.fingerprint === fingerprint);
      if (!cause) throw notFound('cause');
      if (cause.retry === 'no' && reason === null) {
        throw new DomainError('API-CONFLICT-03', `"${cause.errorTitle}" does not go away by trying again. Say why it should now.`, {
          errors: [{ pointer: '/reason', rule: 'required', message: 'says what has changed' }],
        });
      }
      const failing = failingDevices(operator.scope);
      const members: { deployment_id: string; error_code: string; provider_instance_id: string; cause_site: string | null }[] = await tx.query(
        `SELECT deployment_id, error_code, provider_instance_id, cause_site FROM (${failing.sql}) AS f WHERE f.error_code = $${failing.values.length + 1}`,
        [...failing.values, cause.errorCode],
      );
      const deploymentIds = members
        .filter((each) => fingerprintOf({ errorCode: each.error_code, providerInstanceId: each.provider_instance_id, siteId: each.cause_site }) === fingerprint)
        .map((each) => each.deployment_id);
      await recordCauseClearedFor(tx, deploymentIds, operator.name);
      await recordAudit(tx, actorOf(operator), {
        action: 'cause.retry',
        subject: { kind: 'cause', id: null, name: `${cause.errorCode} ${cause.errorTitle}` },
        siteId: cause.siteId,
        changes: { devices: [null, deploymentIds.length], reason: [null, reason] },
      });
      return { devices: deploymentIds.length };
    });
  }
}
