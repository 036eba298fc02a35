import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { canonicalJson } from '../../platform/canonical-json.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { awaitAnswer } from '../../platform/wake-ups/await-answer.js';
import { WakeUps, wakeUp } from '../../platform/wake-ups/wake-ups.js';
import type { OffboardingCertificateView } from './offboarding.view.js';
import { offboardingInScope } from './read-offboarding.js';

const ANSWER_WITHIN_MS = 10_000;

/** Has core, which alone holds the key, state and sign how an offboarding stands now; refuses with API-UNAVAILABLE-01 when core stays silent. */
@Injectable()
export class AskCertificate {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly wakeUps: WakeUps,
  ) {}

  async run(operator: Operator, clientId: string): Promise<OffboardingCertificateView> {
    const { id, wantedAt } = await this.ask(operator, clientId);
    const certificate = await awaitAnswer(this.wakeUps, id, ANSWER_WITHIN_MS, async () => {
      const [answer]: { certificate: OffboardingCertificateView }[] = await this.unit.reads.query(
        'SELECT certificate FROM offboarding WHERE id = $1 AND certified_at >= $2::timestamptz',
        [id, wantedAt],
      );
      return answer?.certificate ?? null;
    });
    if (!certificate)
      throw new DomainError('API-UNAVAILABLE-01', 'The certificate could not be signed in time.', {
        retryAfterSeconds: 5,
      });
    // The database keeps values, not their order; what leaves here are the bytes that a reader verifies.
    return JSON.parse(canonicalJson(certificate)) as OffboardingCertificateView;
  }

  private async ask(operator: Operator, clientId: string): Promise<{ id: string; wantedAt: string }> {
    return this.unit.run(async (tx) => {
      const { id, clientName } = await offboardingInScope(tx, operator.scope, clientId);
      const [[asked]]: [{ at: string }[], number] = await tx.query(
        'UPDATE offboarding SET certificate_wanted_at = clock_timestamp() WHERE id = $1 RETURNING certificate_wanted_at::text AS at',
        [id],
      );
      await recordAudit(tx, actorOf(operator), {
        action: 'client.certify-offboarding',
        subject: { kind: 'client', id: clientId, name: clientName },
        clientId,
      });
      await wakeUp(tx, 'act', id);
      return { id, wantedAt: asked!.at };
    });
  }
}
