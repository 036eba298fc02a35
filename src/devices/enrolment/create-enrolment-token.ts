import { Inject, Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { refuseLeavingClients } from '../../sites/index.js';
import { siteInScope } from '../site-in-scope.js';
import type { CreateEnrolmentTokenBody } from './create-enrolment-token.body.js';
import { mintEnrolmentToken } from './enrolment-token.js';
import type { NewEnrolmentTokenView } from './enrolment-token.view.js';
import { enrolmentTokenById } from './read-enrolment-tokens.js';
import { serverKeyRing } from './server-keys.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const LONGEST_MS = 366 * DAY_MS;

/** Makes a token that lets devices into one site; what is kept of it cannot be turned back into the token. */
@Injectable()
export class CreateEnrolmentToken {
  constructor(
    private readonly unit: UnitOfWork,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  async run(operator: Operator, body: CreateEnrolmentTokenBody): Promise<NewEnrolmentTokenView> {
    const expiresAt = this.expiry(body.expiresAt);
    return this.unit.run(async (tx) => {
      const site = await siteInScope(tx, operator.scope, body.siteId);
      await refuseLeavingClients(tx, [site.clientId]);
      const { rootKey } = await serverKeyRing(tx);
      const { id, text, secretHash } = mintEnrolmentToken(this.ids, rootKey);
      await tx.query(
        'INSERT INTO enrolment_token (id, site_id, secret_hash, expires_at, max_uses, quarantine, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7)',
        [id, site.siteId, secretHash, expiresAt, body.maxUses ?? null, body.quarantine ?? false, operator.id],
      );
      await recordAudit(tx, actorOf(operator), {
        action: 'enrolment-token.create',
        subject: { kind: 'enrolment-token', id, name: site.name },
        siteId: site.siteId,
        clientId: site.clientId,
        changes: { expiresAt: [null, expiresAt], maxUses: [null, body.maxUses ?? null], quarantine: [null, body.quarantine ?? false] },
      });
      return { ...(await enrolmentTokenById(tx, id)), token: text };
    });
  }

  private expiry(wanted: string | undefined): Date {
    const now = this.clock.now().getTime();
    const expiresAt = wanted === undefined ? now + DAY_MS : Date.parse(wanted);
    if (expiresAt > now && expiresAt <= now + LONGEST_MS) return new Date(expiresAt);
    throw new DomainError('API-INPUT-01', 'A token expires within a year.', {
      errors: [{ pointer: '/expiresAt', rule: 'within', message: 'must be in the future and within a year' }],
    });
  }
}
