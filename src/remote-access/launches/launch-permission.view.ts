import { ApiProperty } from '@nestjs/swagger';
import { LAUNCH_PERMISSIONS, type LaunchPermission } from './launchability.js';

/** A question to others, before a device is opened. */
export class LaunchPermissionView {
  id!: string;
  /** A second person, or whoever is connected. */
  @ApiProperty({ enum: LAUNCH_PERMISSIONS, enumName: 'LaunchPermission' })
  kind!: LaunchPermission;
  operatorId!: string;
  operatorName!: string;
  deviceId!: string;
  deviceName!: string;
  siteId!: string;
  @ApiProperty({ enum: ['desktop', 'terminal', 'files'] })
  mode!: 'desktop' | 'terminal' | 'files';
  reason!: string | null;
  @ApiProperty({ enum: ['waiting', 'granted', 'refused', 'lapsed'] })
  state!: 'waiting' | 'granted' | 'refused' | 'lapsed';
  askedAt!: Date;
  expiresAt!: Date;
  decidedByName!: string | null;
  decidedAt!: Date | null;
  /** Until when a yes is good for. */
  goodUntil!: Date | null;
  isMine!: boolean;
  mayDecide!: boolean;
}

export class LaunchPermissionsView {
  items!: LaunchPermissionView[];
}
