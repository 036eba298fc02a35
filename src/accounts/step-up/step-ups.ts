import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { FactorRules } from '../factors/factor-rules.js';
import { factorsOf, type FactorKind } from '../factors/factor.js';
import type { Operator } from '../roles/operator.js';

const LIFE = '5 minutes';

/** Whether any factor that counts for a role is enough, or only one that nobody can be talked out of. */
export type ProofStrength = 'usual' | 'unphishable';

/** Fresh proofs for dangerous acts: each is good for one session, one act, once, and for five minutes. */
@Injectable()
export class StepUps {
  constructor(private readonly rules: FactorRules) {}

  /**
   * Uses up the proof for what this operator is about to do; without one throws API-AUTH-03 with the mark of the act. Where factors are
   * demanded and passkeys can be had, an `unphishable` proof is one by passkey and of a person (R37). An approved
   * request was proven by who asked for it and by who approved it; an account without factors proves nothing on an installation that demands none.
   */
  async require(tx: Tx, operator: Operator, strength: ProofStrength = 'usual'): Promise<void> {
    const needsPasskey = strength === 'unphishable' && this.rules.areMandatory && this.rules.relyingParty !== null;
    if (needsPasskey && operator.apiKey) throw new DomainError('API-RIGHT-01', 'An API key cannot do this; a person has to sign in for it.');
    if (operator.sessionId === '' || operator.act === undefined) return;
    const methods = (await this.methodsOf(tx, operator)).filter((kind) => !needsPasskey || kind === 'passkey');
    if (methods.length === 0 && !this.rules.areMandatory) return;
    const [, used]: [unknown, number] = await tx.query('DELETE FROM step_up WHERE session_id = $1 AND act = $2 AND expires_at > now() AND proven_by = ANY($3) RETURNING act', [
      operator.sessionId, operator.act, methods,
    ]);
    if (used > 0) return;
    const missing = needsPasskey ? 'Enrol a passkey first: nothing that can be phished is enough for this.' : 'Enrol a second factor first.';
    throw new DomainError('API-AUTH-03', methods.length === 0 ? missing : 'Prove once more that it is you.', {
      extra: { stepUp: { act: operator.act.toString('base64url'), methods } },
    });
  }

  /** Keeps a proof for an act. */
  async keep(tx: Tx, sessionId: string, act: Buffer, provenBy: FactorKind): Promise<void> {
    await tx.query('DELETE FROM step_up WHERE expires_at < now()');
    await tx.query(
      `INSERT INTO step_up (session_id, act, proven_by, expires_at) VALUES ($1, $2, $3, now() + interval '${LIFE}')
       ON CONFLICT (session_id, act) DO UPDATE SET proven_by = excluded.proven_by, expires_at = excluded.expires_at`,
      [sessionId, act, provenBy],
    );
  }

  /** What this operator can prove it with. */
  async methodsOf(tx: Tx, operator: Operator): Promise<FactorKind[]> {
    const kinds = await this.rules.kindsFor(operator.role);
    const enrolled = new Set((await factorsOf(tx, operator.id)).map(({ kind }) => kind));
    return kinds.filter((kind) => enrolled.has(kind));
  }
}
