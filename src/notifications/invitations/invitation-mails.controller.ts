import { Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires, StepUp } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { InvitationMailView } from './invitation-mail.view.js';
import { readInvitationMail } from './read-invitation-mail.js';
import { SendInvitation } from './send-invitation.js';

@ApiTags('users')
@Controller('api/v1/users/:id/invitation-mail')
@Requires('users.manage')
export class InvitationMailsController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly sending: SendInvitation,
  ) {}

  /** What has become of the invitation that was sent to this user last. */
  @Get()
  async read(@Param('id') id: string): Promise<InvitationMailView> {
    return readInvitationMail(this.unit.reads, id);
  }

  /** Sends this user a link by which he chooses a password; earlier links are void, whether they were sent or shown. */
  @Post()
  @StepUp()
  async send(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<InvitationMailView> {
    return this.sending.run(operator, id);
  }
}
