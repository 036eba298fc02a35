import { ApiProperty } from '@nestjs/swagger';
import { NOTIFICATION_EVENTS, type NotificationEvent } from '../../../contracts/notification-events.js';
import { ScopeView } from '../../accounts/index.js';
import { pageOf } from '../../platform/http/page.view.js';

export class RuleParametersView {
  /** Of `device.failed`. */
  afterHours?: number;
  /** Of `provider.down` and `provider.up`. */
  afterMinutes?: number;
}

export class RuleChannelsView {
  emails!: string[];
  webhookIds!: string[];
  console!: boolean;
}

/** Who is told what, of where. */
export class NotificationRuleView {
  id!: string;
  name!: string;
  @ApiProperty({ enum: NOTIFICATION_EVENTS, enumName: 'NotificationEvent' })
  event!: NotificationEvent;
  parameters!: RuleParametersView;
  scope!: ScopeView;
  channels!: RuleChannelsView;
  enabled!: boolean;
  lastToldAt!: Date | null;
  createdAt!: Date;
  updatedAt!: Date;
  version!: number;
}

export class NotificationRulePage extends pageOf(NotificationRuleView) {}
