import { Injectable } from '@nestjs/common';
import { actorOf, coversSite, type Operator } from '../../accounts/index.js';
import { type Actor, recordAudit, recordAudits } from '../../audit/index.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { enrolmentTokenById } from './read-enrolment-tokens.js';

/** Ends a token for good; devices that it let in stay. */
@Injectable()
export class RevokeEnrolmentToken {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, id: string): Promise<void> {
    await this.unit.run(async (tx) => {
      const token = await enrolmentTokenById(tx, id);
      if (!coversSite(operator.scope, token)) throw notFound('enrolment token');
      const [, count]: [unknown, number] = await tx.query(
        'UPDATE enrolment_token SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL',
        [id],
      );
      if (count === 0) return;
      await recordAudit(tx, actorOf(operator), {
        action: 'enrolment-token.revoke',
        subject: { kind: 'enrolment-token', id, name: token.siteName },
        siteId: token.siteId,
        clientId: token.clientId,
        changes: { state: [token.state, 'revoked'] },
      });
    });
  }
}

/** Ends every token that lets devices into a client that leaves; returns how many. */
export async function revokeTokensOfClient(tx: Tx, actor: Actor, clientId: string): Promise<number> {
  const [revoked]: [{ id: string; site_id: string; name: string }[], number] = await tx.query(
    `UPDATE enrolment_token t SET revoked_at = now() FROM site s
      WHERE s.id = t.site_id AND s.client_id = $1 AND t.revoked_at IS NULL RETURNING t.id, t.site_id, s.name`,
    [clientId],
  );
  await recordAudits(
    tx,
    actor,
    revoked.map(({ id, site_id: siteId, name }) => ({
      action: 'enrolment-token.revoke', subject: { kind: 'enrolment-token', id, name }, clientId, siteId, changes: { state: [null, 'revoked'] },
    })),
  );
  return revoked.length;
}
