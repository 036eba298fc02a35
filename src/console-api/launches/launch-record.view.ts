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
  /** It goes on at a server that somebody else runs: who is there is as that server says, and ending it there may not be possible. */
  isAway!: boolean;
  /** The provider instance that it goes through. */
  providerName!: string;
  providerKind!: string;
  /** Whether the person at the device was asked first. */
  asksFirst!: boolean;
  /** Whether what happens in it is recorded; null where the provider decides that and does not say. */
  recorded!: boolean | null;
  /** What went from the operator to the device and back, in bytes; null where it does not pass this server. */
  bytesToDevice!: number | null;
  bytesFromDevice!: number | null;
  /** When it ends at the latest; null where it has ended or nobody knows. */
  endsBy!: Date | null;
  requestedAt!: Date;
  openedAt!: Date | null;
  lastActiveAt!: Date | null;
  endedAt!: Date | null;
  endReason!: string | null;
  refusalCode!: string | null;
}

export class LaunchPage extends pageOf(LaunchView) {}
