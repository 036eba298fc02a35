import { ApiProperty } from '@nestjs/swagger';

export class CausedDeviceView {
  id!: string;
  name!: string;
}

/** Failures that one thing causes: they go away together. */
export class CauseView {
  /** Names the cause for as long as it lasts; the same failures have the same name. */
  fingerprint!: string;
  errorCode!: string;
  errorTitle!: string;
  cause!: string;
  remedy!: string;
  @ApiProperty({ enum: ['auto', 'trigger', 'no', 'none'] })
  retry!: string;
  /** Who can put it right, most likely first. */
  who!: string[];
  providerKind!: string;
  providerInstanceName!: string;
  /** The site whose network it lies in; null where it lies elsewhere. */
  siteId!: string | null;
  siteName!: string | null;
  devices!: number;
  sites!: number;
  firstSeen!: Date;
  lastSeen!: Date;
  /** The first five by name. */
  @ApiProperty({ type: [CausedDeviceView] })
  examples!: CausedDeviceView[];
}

export class CauseList {
  @ApiProperty({ type: [CauseView] })
  items!: CauseView[];
  /** Devices that fail, over all causes. */
  failing!: number;
}

/** What one act on a cause came to. */
export class CauseRetriedView {
  /** Devices on which it is tried again now. */
  devices!: number;
}
