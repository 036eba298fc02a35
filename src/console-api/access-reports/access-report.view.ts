import { ApiProperty } from '@nestjs/swagger';

/** Somebody was in a device. */
export class AccessView {
  openedAt!: Date;
  /** Null while it goes on. */
  endedAt!: Date | null;
  /** Up to now while it goes on. */
  seconds!: number;
  operatorName!: string;
  deviceName!: string;
  @ApiProperty({ enum: ['desktop', 'terminal', 'files'], enumName: 'LaunchMode' })
  mode!: 'desktop' | 'terminal' | 'files';
  /** Why, in the words of who entered; null where no reason was asked for. */
  reason!: string | null;
  endReason!: string | null;
}

/** Who entered the devices of a site, why, and for how long. */
export class AccessReportView {
  siteId!: string;
  siteName!: string;
  clientName!: string;
  from!: Date;
  to!: Date;
  items!: AccessView[];
  /** Of all in the period, also where not all are listed. */
  total!: number;
  totalSeconds!: number;
  /** Whether there are more than are listed; a shorter period shows them. */
  isCut!: boolean;
}
