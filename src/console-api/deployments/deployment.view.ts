import { ApiProperty } from '@nestjs/swagger';
import { pageOf } from '../../platform/http/page.view.js';
import { DeviceDeploymentView, PHASE_CODES } from '../devices/device.view.js';

/** Remote access of one device on one provider instance; also of devices that are leaving. */
export class DeploymentView extends DeviceDeploymentView {
  deviceId!: string;
  deviceName!: string;
  siteId!: string;
  siteName!: string;
  clientId!: string;
  clientName!: string;
  @ApiProperty({ enum: ['present', 'absent'] })
  desired!: 'present' | 'absent';
  /** The instance that takes the device over from this one as soon as it serves it; null where this one stays. */
  movingTo!: string | null;
  /** Fence number of the desired state last released. */
  generation!: string;
  releasedAt!: Date;
}

export class DeploymentPage extends pageOf(DeploymentView) {}

export class PhaseCountView {
  @ApiProperty({ enum: PHASE_CODES, enumName: 'Phase' })
  phase!: string;
  label!: string;
  count!: number;
}

export class CauseCountView {
  errorCode!: string;
  errorTitle!: string;
  count!: number;
}

export class ClientCountView {
  clientId!: string;
  clientName!: string;
  total!: number;
  ready!: number;
  failed!: number;
  underWay!: number;
}

export class SiteCountView extends ClientCountView {
  siteId!: string;
  siteName!: string;
}

/** How the devices in the caller's scope stand. */
export class DeploymentSummaryView {
  /** Devices, with or without a deployment. */
  total!: number;
  byPhase!: PhaseCountView[];
  /** Failures grouped by what causes them, the most frequent first. */
  byCause!: CauseCountView[];
  byClient!: ClientCountView[];
  bySite!: SiteCountView[];
}
