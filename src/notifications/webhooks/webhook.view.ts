import { ApiProperty } from '@nestjs/swagger';
import { NOTIFICATION_EVENTS, type NotificationEvent } from '../../../contracts/notification-events.js';
import { pageOf } from '../../platform/http/page.view.js';

/** Where notifications are posted to, signed as Standard Webhooks say. Its secret is never answered again. */
export class WebhookView {
  id!: string;
  name!: string;
  url!: string;
  enabled!: boolean;
  @ApiProperty({ enum: NOTIFICATION_EVENTS, enumName: 'NotificationEvent', isArray: true })
  events!: NotificationEvent[];
  /** Since when it has taken nothing; null: what was sent last was taken. */
  failingSince!: Date | null;
  /** Why it was disabled by itself. */
  disabledReason!: string | null;
  lastDeliveredAt!: Date | null;
  createdAt!: Date;
  updatedAt!: Date;
  version!: number;
}

export class WebhookPage extends pageOf(WebhookView) {}

export class NewWebhookView extends WebhookView {
  /** `whsec_…`, shown this once. */
  secret!: string;
}

export const DELIVERY_STATES = ['waiting', 'delivered', 'failed'] as const;

/** One try to post a delivery. */
export class DeliveryTryView {
  at!: string;
  /** Null where the other side said nothing. */
  status!: number | null;
  /** Null: it was taken. */
  failure!: string | null;
  tookMs!: number;
}

/** Something that was, or is to be, posted; kept for 30 days. */
export class WebhookDeliveryView {
  /** The `webhook-id` under which it is posted, at every try. */
  id!: string;
  /** `test`, or what happened. */
  event!: string;
  @ApiProperty({ enum: DELIVERY_STATES, enumName: 'WebhookDeliveryState' })
  state!: (typeof DELIVERY_STATES)[number];
  attempts!: number;
  nextAttemptAt!: Date | null;
  @ApiProperty({ type: [DeliveryTryView] })
  tries!: DeliveryTryView[];
  createdAt!: Date;
  doneAt!: Date | null;
}

export class WebhookDeliveryPage extends pageOf(WebhookDeliveryView) {}
