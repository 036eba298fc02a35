import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, SignedIn } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { invalidField } from '../../platform/errors/constraint-refusals.js';
import { InboxQuery } from './inbox.query.js';
import { NotificationPage, NotificationsReadView } from './inbox.view.js';
import { countUnread, markRead, readInbox } from './read-inbox.js';
import { ReadNotificationsBody } from './read-notifications.body.js';

/** What the signed-in operator is told; everybody has his own. */
@ApiTags('notifications')
@Controller('api/v1/notifications')
@SignedIn()
export class NotificationsController {
  constructor(private readonly unit: UnitOfWork) {}

  @Get()
  async list(@CurrentOperator() operator: Operator, @Query() query: InboxQuery): Promise<NotificationPage> {
    return readInbox(this.unit.reads, operator, query);
  }

  /** What somebody has read is his own affair, and in no log. */
  @Post('read')
  @HttpCode(200)
  async read(@CurrentOperator() operator: Operator, @Body() { ids, all }: ReadNotificationsBody): Promise<NotificationsReadView> {
    if ((ids === undefined) === (all !== true)) throw invalidField('', 'one', 'must name ids, or all: true');
    await this.unit.run((tx) => markRead(tx, operator, ids ?? 'all'));
    return { unread: await countUnread(this.unit.reads, operator) };
  }
}
