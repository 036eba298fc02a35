import { ApiProperty } from '@nestjs/swagger';

export const INVITATION_MAIL_STATES = ['none', 'waiting', 'sent', 'failed'] as const;
export type InvitationMailState = (typeof INVITATION_MAIL_STATES)[number];

/** The latest invitation that was sent to somebody by e-mail, and what has become of it. */
export class InvitationMailView {
  /** Whether somebody has said how e-mail is sent; otherwise only links can be given. */
  isPossible!: boolean;
  /** `waiting` is also what is tried again; `answer` then says why. */
  @ApiProperty({ enum: INVITATION_MAIL_STATES, enumName: 'InvitationMailState' })
  state!: InvitationMailState;
  recipient!: string | null;
  /** What the mail server said to the latest try. */
  answer!: string | null;
  at!: Date | null;
}
