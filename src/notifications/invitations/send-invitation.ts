import { Injectable } from '@nestjs/common';
import { Invitations, type Operator } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { randomIds } from '../../platform/ids.js';
import { sealForCore } from '../../platform/sealing/core-box.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import { invitationLink } from '../sealed-purposes.js';
import type { InvitationMailView } from './invitation-mail.view.js';
import { readInvitationMail } from './read-invitation-mail.js';

/** Sends somebody the link by which he chooses a password. Nobody else gets to see it: not whoever invites, and not this process once it is written. */
@Injectable()
export class SendInvitation {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly invitations: Invitations,
  ) {}

  async run(operator: Operator, userId: string): Promise<InvitationMailView> {
    return this.unit.run(async (tx) => {
      const { link, hash, email } = await this.invitations.make(tx, operator, userId);
      if (!(await readInvitationMail(tx, userId)).isPossible) throw new DomainError('API-CONFLICT-03', 'Say first how e-mail is sent.');
      const id = randomIds.uuid();
      await tx.query('INSERT INTO outgoing_mail (id, recipient, invited_id, invitation_hash, sealed_link) VALUES ($1, $2, $3, $4, $5)', [
        id, email, userId, hash, await sealForCore(tx, invitationLink(id), Buffer.from(link)),
      ]);
      await wakeUp(tx, 'notify');
      return readInvitationMail(tx, userId);
    });
  }
}
