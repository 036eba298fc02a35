import type { Tx } from '../../platform/database/unit-of-work.js';
import { randomIds } from '../../platform/ids.js';
import { sealForCore } from '../../platform/sealing/core-box.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import { supportSecrets } from '../sealed-purposes.js';

/** What a guest is sent and nobody else may read. */
export interface SupportInvitationSecrets {
  readonly link: string;
  /** For whoever cannot follow the link; null where it would be too old by then. */
  readonly code: string | null;
  readonly reportLink: string;
}

/** Puts an invitation to a support session among the mails that core sends; its secrets are sealed for core, for this mail alone. */
export async function queueSupportInvitation(tx: Tx, mail: { readonly invitationId: string; readonly recipient: string; readonly secrets: SupportInvitationSecrets }): Promise<void> {
  const id = randomIds.uuid();
  const sealed = await sealForCore(tx, supportSecrets(id), Buffer.from(JSON.stringify(mail.secrets)));
  await tx.query('INSERT INTO outgoing_mail (id, recipient, support_invitation_id, sealed_link) VALUES ($1, $2, $3, $4)', [id, mail.recipient, mail.invitationId, sealed]);
  await wakeUp(tx, 'notify');
}
