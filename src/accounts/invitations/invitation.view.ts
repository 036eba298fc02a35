/** Shown once to whoever invites; who opens the link chooses a password. */
export class InvitationView {
  link!: string;
  expiresAt!: Date;
}
