import { ApiProperty } from '@nestjs/swagger';
import { MAIL_SECURITY, type MailSecurity } from '../../platform/mail/mail-server.js';

/** How e-mail is sent; all null until somebody says. */
export class MailSettingsView {
  host!: string | null;
  port!: number | null;
  @ApiProperty({ enum: MAIL_SECURITY, enumName: 'MailSecurity', nullable: true })
  security!: MailSecurity | null;
  user!: string | null;
  /** The password itself is never answered. */
  hasPassword!: boolean;
  fromAddress!: string | null;
  fromName!: string | null;
  updatedAt!: Date | null;
  /** 0 until somebody says. */
  version!: number;
}

export class TestMailView {
  /** What the mail server said when it took the mail. */
  answer!: string;
}
