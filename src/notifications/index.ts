/**
 * Who is told what happens: rules, and the channels by which they tell. Core finds what happens and sends; whoever causes what
 * cannot be found in the tables says so with `raise`, in the transaction that causes it.
 */
export { queueSupportInvitation, type SupportInvitationSecrets } from './invitations/queue-support-invitation.js';
export { NotificationsModule } from './notifications.module.js';
export { raise, type RaisedEvent } from './raising/raise.js';
export { Notifier, NOTIFY_EVERY_MS } from './sending/notifier.js';
export { SEALED_NOTIFICATIONS } from './sealed-rows.js';
