import { ApiProperty } from '@nestjs/swagger';
import {
  ARCHITECTURES,
  type Architecture,
  DEVICE_TYPES,
  type DeviceType,
  OPERATING_SYSTEMS,
  type OperatingSystem,
} from '../../../contracts/agent-protocol.js';
import { PHASES } from '../../../contracts/error-catalogue.js';
import { pageOf } from '../../platform/http/page.view.js';
import { LaunchabilityView } from '../../remote-access/index.js';

export const PHASE_CODES = PHASES.map((phase) => phase.code);

/** Whether one kind of launch could be opened as far as the device goes. */
export class ModeView {
  usable!: boolean;
  /** Why not, as a code of the status catalogue. */
  code?: string;
}

export class ModesView {
  desktop!: ModeView;
  terminal!: ModeView;
  files!: ModeView;
}

/** Remote access of one device, as people read it. */
export class DeviceDeploymentView {
  id!: string;
  providerInstanceId!: string;
  @ApiProperty({ enum: PHASE_CODES, enumName: 'Phase' })
  phase!: string;
  /** The phase in words. */
  label!: string;
  errorCode!: string | null;
  errorTitle!: string | null;
  /** Failed attempts since the cause was last cleared. */
  attempt!: number;
  /** Attempts in a row after which only a person or a cleared cause starts another; null where no schedule tries again. */
  attemptLimit!: number | null;
  nextAttemptAt!: Date | null;
  since!: Date;
  /** Until it is likely to be Ready, from how long others took from the same phase on; null where nothing can be said. */
  etaSeconds!: number | null;
  /** Age of the oldest observation that the phase rests on; null before anything was observed. */
  evidenceAgeSeconds!: number | null;
  /** Frozen as it is by an exclusion. */
  pinned!: boolean;
  modes!: ModesView;
}

/** The exclusion or pin that holds for a device. */
export class DeviceExclusionView {
  id!: string;
  @ApiProperty({ enum: ['exclude', 'pin'], enumName: 'ExclusionKind' })
  kind!: 'exclude' | 'pin';
  @ApiProperty({ enum: ['device', 'group', 'site'], description: 'What it was said of.' })
  target!: 'device' | 'group' | 'site';
  targetName!: string;
  reason!: string;
  authorName!: string;
  /** Null: never ends by itself. */
  expiresAt!: Date | null;
}

/** A device in a list. */
export class DeviceView {
  id!: string;
  name!: string;
  clientId!: string;
  clientName!: string;
  siteId!: string;
  siteName!: string;
  @ApiProperty({ enum: OPERATING_SYSTEMS, enumName: 'OperatingSystem' })
  os!: OperatingSystem;
  osVersion!: string;
  @ApiProperty({ enum: ARCHITECTURES, enumName: 'Architecture' })
  arch!: Architecture;
  @ApiProperty({ enum: DEVICE_TYPES, enumName: 'DeviceType' })
  deviceType!: DeviceType;
  agentVersion!: string;
  lastUser!: string | null;
  lastSeenAt!: Date | null;
  online!: boolean;
  tags!: string[];
  enrolledAt!: Date;
  /** The provider instance that it is reached through, or would be; null where nothing wants one. */
  providerName!: string | null;
  /** Somebody is in it now. */
  inSession!: boolean;
  /** Null where no policy ever wanted remote access. */
  deployment!: DeviceDeploymentView | null;
  /** What leaves it out or freezes it as it is. */
  exclusion!: DeviceExclusionView | null;
  launchability!: LaunchabilityView;
}

export class DevicePage extends pageOf(DeviceView) {}

/** One judged fact. */
export class ConditionView {
  @ApiProperty({
    enum: ['Targeted', 'Delivered', 'Installed', 'Connected', 'Configured', 'Verified', 'Ready'],
    enumName: 'ConditionType',
  })
  type!: string;
  @ApiProperty({ enum: ['true', 'false', 'unknown'] })
  status!: 'true' | 'false' | 'unknown';
  reason!: string;
  message!: string;
  since!: Date;
  observedGeneration!: string;
}

/** A device on its way from one provider instance to another. Until the new one is proven the old one serves it, Log In too. */
export class DeviceMoveView {
  fromInstanceId!: string;
  fromInstanceName!: string;
  toInstanceId!: string;
  toInstanceName!: string;
  /** When it was wanted there; where it waits for its wave, when it began to wait. */
  since!: Date;
  /** How the new one stands: what it waits for, or why it fails. */
  deployment!: DeviceDeploymentView;
}

/** Everything about one device. */
export class DeviceDetailView extends DeviceView {
  hostname!: string;
  displayName!: string | null;
  inventoryAt!: Date | null;
  /** People signed in at the device. */
  interactiveSessions!: number;
  /** Whether a question can be shown there. */
  canPrompt!: boolean;
  hasDisplay!: boolean;
  /** Its identity was seen twice: it gets nothing until somebody has settled that. */
  quarantined!: boolean;
  /** Raised by every re-image. */
  incarnation!: number;
  conditions!: ConditionView[];
  /** Null where it stays where it is. */
  move!: DeviceMoveView | null;
  /** Devices in scope, this one included, that fail by the same cause; null where it does not fail. */
  sameCause!: number | null;
  /** Fence number of the desired state last released to it. */
  generation!: string | null;
  /** The provider's own name for it, once proven. */
  remoteId!: string | null;
  version!: number;
}
