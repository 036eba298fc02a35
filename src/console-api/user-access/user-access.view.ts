import { ApiProperty } from '@nestjs/swagger';
import { RIGHTS, type Right } from '../../accounts/index.js';
import { LAUNCH_STEPS, type LaunchStepName } from '../../remote-access/index.js';

/** What a role, a scope and the flag come to, in numbers. */
export class AccessPreviewView {
  @ApiProperty({ enum: RIGHTS, enumName: 'Right', isArray: true })
  rights!: Right[];
  /** Whether the scope is everything, also what comes in future. */
  everything!: boolean;
  clients!: number;
  sites!: number;
  devices!: number;
  /** Whether the role may Log In to devices and the flag is on. */
  mayLaunch!: boolean;
  /** Sites in scope where remote access is enabled, and their devices: where Log In works unless something else is in the way. */
  launchSites!: number;
  launchDevices!: number;
}

/** One link of the chain that decides about a Log In. */
export class AccessStepView {
  @ApiProperty({ enum: LAUNCH_STEPS, enumName: 'LaunchStepName' })
  step!: LaunchStepName;
  passed!: boolean;
  code!: string | null;
  title!: string | null;
  detail!: string | null;
  whoCanFix!: string | null;
  fixUrl!: string | null;
}

/** Whether somebody could Log In to a device now, link by link; all that fail are told, not only the first. */
export class DeviceAccessView {
  deviceId!: string;
  deviceName!: string;
  siteName!: string;
  clientName!: string;
  allowed!: boolean;
  steps!: AccessStepView[];
}

/** What a user may do and reach, and why he can or cannot open a device. */
export class UserAccessView extends AccessPreviewView {
  /** Null where no device was asked about. */
  @ApiProperty({ type: DeviceAccessView, nullable: true })
  device!: DeviceAccessView | null;
}
