import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type ExpectedVersion, IfMatch } from '../../platform/http/index.js';
import { MailSettingsBody, TestMailBody } from './mail-settings.body.js';
import { MailSettingsView, TestMailView } from './mail-settings.view.js';
import { readMailSettings } from './read-mail-settings.js';
import { ReplaceMailSettings } from './replace-mail-settings.js';
import { TestMail } from './test-mail.js';

@ApiTags('notifications')
@Controller('api/v1/mail-settings')
@Requires('notifications.manage')
export class MailSettingsController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly replacing: ReplaceMailSettings,
    private readonly testing: TestMail,
  ) {}

  @Get()
  async read(): Promise<MailSettingsView> {
    return readMailSettings(this.unit.reads);
  }

  @Put()
  async replace(
    @CurrentOperator() operator: Operator,
    @Body() body: MailSettingsBody,
    @IfMatch('if-there-is-one') expected: ExpectedVersion | null,
  ): Promise<MailSettingsView> {
    return this.replacing.run(operator, body, expected);
  }

  /** Sends a mail and answers with what the mail server said; refused with its words where it did not take it. */
  @Post('test')
  @HttpCode(200)
  async test(@CurrentOperator() operator: Operator, @Body() { to }: TestMailBody): Promise<TestMailView> {
    return this.testing.run(operator, to);
  }
}
