import { ApiProperty } from '@nestjs/swagger';
import { NOTIFICATION_EVENTS } from '../../../contracts/notification-events.js';
import { pageOf } from '../../platform/http/page.view.js';
import { OWN_EVENTS, type ToldEvent } from '../words/event-facts.js';

/** Something that happened, as far as the reader may know of it. */
export class NotificationView {
  id!: string;
  @ApiProperty({ enum: [...NOTIFICATION_EVENTS, ...OWN_EVENTS], enumName: 'ToldEvent' })
  event!: ToldEvent;
  title!: string;
  lines!: string[];
  /** Where in the console more of it is. */
  path!: string;
  occurredAt!: Date;
  isRead!: boolean;
}

export class NotificationPage extends pageOf(NotificationView) {
  /** Of all, not only of this page; counted to at most 100. */
  unread!: number;
}

export class NotificationsReadView {
  unread!: number;
}
