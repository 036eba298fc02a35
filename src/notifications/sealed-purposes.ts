/** What web seals for core, each under a name of its own, so that one cannot pass for the other. */
export const MAIL_PASSWORD = 'mail-password';
export const WEBHOOK_SECRET = 'webhook-secret';
/** For one mail: a link that was put under another one would go to somebody else. */
export const invitationLink = (mailId: string): string => `invitation-link:${mailId}`;
/** For one mail, too: link and code of an invitation to a support session. */
export const supportSecrets = (mailId: string): string => `support-invitation:${mailId}`;
