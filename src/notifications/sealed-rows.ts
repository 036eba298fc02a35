import type { Resealable } from '../platform/sealing/seal-anew.js';
import { invitationLink, MAIL_PASSWORD, supportSecrets, WEBHOOK_SECRET } from './sealed-purposes.js';

/** What is sealed in core's box here, and as what. */
export const SEALED_NOTIFICATIONS: readonly Resealable[] = [
  { table: 'mail_settings', column: 'sealed_password', key: ['only_one'], purposeOf: () => MAIL_PASSWORD },
  { table: 'webhook', column: 'sealed_secret', key: ['id'], purposeOf: () => WEBHOOK_SECRET },
  {
    table: 'outgoing_mail',
    column: 'sealed_link',
    key: ['id'],
    facts: 't.support_invitation_id IS NOT NULL AS "isForGuests"',
    purposeOf: (row) => (row['isForGuests'] ? supportSecrets : invitationLink)(row['key_id'] as string),
  },
];
