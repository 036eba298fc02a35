import { Inject, Injectable } from '@nestjs/common';
import { recordAudit } from '../../audit/index.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError, notFound } from '../../platform/errors/domain-error.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { OperatorEntity } from '../operator.entity.js';
import { hashPassword } from '../sessions/passwords.js';
import { type Origin, OperatorSessions } from '../sessions/operator-sessions.js';
import { claimMatches } from './setup-claim.js';
import type { SetupBody } from './setup.body.js';

/** Makes the first operator, once: of any number of simultaneous claims exactly one wins, the others find nothing. */
@Injectable()
export class ClaimInstallation {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly sessions: OperatorSessions,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  async isOpen(): Promise<boolean> {
    const [row]: { open: boolean }[] = await this.unit.reads.query(
      'SELECT NOT EXISTS (SELECT 1 FROM operator) AS open',
    );
    return row?.open === true;
  }

  async run(body: SetupBody, origin: Origin, requestId: string): Promise<{ readonly token: string }> {
    // Looked at before hashing, so that guesses cost us nothing; the decision is made under the lock below.
    await this.refuseWrongCode(this.unit.reads, body.claimCode, false);
    const passwordHash = await hashPassword(body.password);
    return this.unit.run(async (tx) => {
      await this.refuseWrongCode(tx, body.claimCode, true);
      const id = this.ids.uuid();
      await tx.insert(OperatorEntity, {
        id,
        email: body.email,
        name: body.name,
        passwordHash,
        role: 'primary-super-admin',
        allowRemoteControl: false,
        scopeAll: true,
        disabled: false,
        version: 1,
      });
      await tx.query('DELETE FROM setup_claim');
      const { sessionId, token } = await this.sessions.open(tx, id, origin, { stage: 'complete', provenBy: null });
      await recordAudit(
        tx,
        { kind: 'operator', id, name: body.name, requestId },
        {
          action: 'installation.claim',
          subject: { kind: 'user', id, name: body.name },
          changes: { role: [null, 'primary-super-admin'], session: [null, sessionId] },
        },
      );
      return { token };
    });
  }

  /** The row lock is what makes simultaneous claims wait for one another; its deletion is what turns the others away. */
  private async refuseWrongCode(tx: Tx, code: string, lock: boolean): Promise<void> {
    const [claim]: { code_hash: Buffer }[] = await tx.query(
      `SELECT code_hash FROM setup_claim${lock ? ' FOR UPDATE' : ''}`,
    );
    if (!claim) throw notFound('address');
    if (!claimMatches(code, claim.code_hash))
      throw new DomainError('API-AUTH-01', 'This is not the code that the server printed at its last start.');
  }
}
