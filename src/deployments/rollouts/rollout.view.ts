import { ApiProperty } from '@nestjs/swagger';
import { pageOf } from '../../platform/http/page.view.js';
import { MaintenanceWindow } from './maintenance-window.js';

export const ROLLOUT_STATES = ['running', 'paused', 'halted', 'aborted', 'done', 'superseded'] as const;
export type RolloutState = (typeof ROLLOUT_STATES)[number];
export const ROLLOUT_OUTCOMES = ['settled', 'failed', 'withdrawn', 'superseded'] as const;
export type RolloutOutcome = (typeof ROLLOUT_OUTCOMES)[number];

/** A change on its way through the fleet, wave by wave; counts are of devices in the caller's scope. */
export class RolloutView {
  id!: string;
  /** What it carries, as method and path. */
  title!: string;
  @ApiProperty({ description: 'The body of the request that it carries; null where there was none.' })
  request!: unknown;
  @ApiProperty({ enum: ROLLOUT_STATES, enumName: 'RolloutState' })
  state!: RolloutState;
  /** Why it is in this state, in the words of who put it there. */
  stateReason!: string;
  /** Whether a person or the guard put it there. */
  @ApiProperty({ enum: ['operator', 'guard'] })
  stateBy!: 'operator' | 'guard';
  stateAt!: Date;
  /** `RA-SYS-04` where the guard has halted it. */
  errorCode!: string | null;
  requestedByName!: string;
  createdAt!: Date;
  endedAt!: Date | null;
  /** The wave that is open; 0 before the first. */
  wave!: number;
  waveCount!: number;
  deviceCount!: number;
  released!: number;
  settled!: number;
  failed!: number;
  waiting!: number;
  version!: number;
}

export class RolloutPage extends pageOf(RolloutView) {}

export class RolloutFailureView {
  errorCode!: string;
  errorTitle!: string;
  count!: number;
}

export class WaveView {
  number!: number;
  /** How it was asked for: a number, or a percentage. */
  plan!: string;
  @ApiProperty({ enum: ['waiting', 'open', 'passed'] })
  state!: 'waiting' | 'open' | 'passed';
  /** Room for so many devices; null until all are known, and for who does not see all of them. */
  size!: number | null;
  released!: number;
  acknowledged!: number;
  settled!: number;
  failed!: number;
  /** Released and connected, but have not acknowledged yet. */
  awaitedOnline!: number;
  /** Released and offline since; they never count against the rollout. */
  awaitedOffline!: number;
  failedByCause!: RolloutFailureView[];
}

/** What it waits for before it does the next thing by itself. */
export class RolloutNextView {
  waitsFor!: string;
  sentence!: string;
  /** Until when at most; null where only an event ends it. */
  until!: Date | null;
}

export class RolloutDetailView extends RolloutView {
  soakSeconds!: number;
  ratePerMinute!: number | null;
  @ApiProperty({ type: MaintenanceWindow, nullable: true })
  window!: MaintenanceWindow | null;
  waveOpenedAt!: Date | null;
  waves!: WaveView[];
  waitingOnline!: number;
  waitingOffline!: number;
  withdrawn!: number;
  superseded!: number;
  next!: RolloutNextView | null;
  /** Whether every device of it is in the caller's scope; only then may the caller pause, resume or abort it. */
  allInScope!: boolean;
}

export class RolloutDeviceView {
  deviceId!: string;
  deviceName!: string;
  siteId!: string;
  siteName!: string;
  clientName!: string;
  online!: boolean;
  @ApiProperty({ enum: ['install', 'update', 'remove'] })
  action!: 'install' | 'update' | 'remove';
  wave!: number | null;
  releasedAt!: Date | null;
  acknowledgedAt!: Date | null;
  @ApiProperty({ enum: ROLLOUT_OUTCOMES, nullable: true })
  outcome!: RolloutOutcome | null;
  errorCode!: string | null;
  errorTitle!: string | null;
  outcomeAt!: Date | null;
}

export class RolloutDevicePage extends pageOf(RolloutDeviceView) {}
