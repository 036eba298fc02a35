import { ApiProperty } from '@nestjs/swagger';
import { pageOf } from '../../platform/http/page.view.js';

/** One operator opening one device, from request to end; without anything that could open it again. */
export class LaunchView {
  id!: string;
  deviceId!: string;
  deviceName!: string;
  siteId!: string;
  siteName!: string;
  clientId!: string;
  clientName!: string;
  operatorId!: string;
  operatorName!: string;
  @ApiProperty({ enum: ['desktop', 'terminal', 'files'], enumName: 'LaunchMode' })
  mode!: 'desktop' | 'terminal' | 'files';
  reason!: string | null;
  @ApiProperty({ enum: ['requested', 'redeemed', 'minted', 'active', 'ended', 'refused'], enumName: 'LaunchState' })
  state!: string;
  requestedAt!: Date;
  openedAt!: Date | null;
  lastActiveAt!: Date | null;
  endedAt!: Date | null;
  endReason!: string | null;
  refusalCode!: string | null;
}

export class LaunchPage extends pageOf(LaunchView) {}
