import { ApiProperty } from '@nestjs/swagger';
import { AuditSealingView } from '../../audit/index.js';

export class SystemProcessView {
  /** Of Latchkey. */
  version!: string;
  node!: string;
  upSeconds!: number;
  /** Whether web and core run under different accounts of the operating system. */
  @ApiProperty({ enum: ['full', 'reduced'] })
  separation!: 'full' | 'reduced';
}

export class SystemDatabaseView {
  version!: string;
  /** Of one trivial query, now. */
  roundTripMs!: number;
  migration!: string;
  sizeBytes!: number;
}

export class SystemAgentsView {
  enrolled!: number;
  online!: number;
  /** Gateways that were alive within the last minute. */
  gateways!: number;
}

/** The processes that plan, sign and speak to providers. */
export class SystemCoreView {
  /** How many were heard of just now; without one nothing is deployed or opened. */
  alive!: number;
  lastSeenAt!: Date | null;
}

export class SystemBacklogView {
  /** Sites that wait to be planned. */
  dirtySites!: number;
  /** How long the oldest of them has waited. */
  lagSeconds!: number;
  dueDeployments!: number;
  /** How long the oldest of them has been due: what the schedule lags behind. */
  dueSeconds!: number;
  /** Acts that wait for the core process. */
  waitingActs!: number;
  /** Instructions that were handed out and not answered. */
  openInstructions!: number;
  waitingMails!: number;
  waitingDeliveries!: number;
}

/** How people and programs outside are told. */
export class SystemChannelsView {
  mailIsSetUp!: boolean;
  mailSentAt!: Date | null;
  /** Within the last day. */
  mailsFailed!: number;
  /** What the mail server answered last when it refused. */
  mailFailure!: string | null;
  webhooks!: number;
  /** Switched off because nobody answered, or on the way there. */
  webhooksFailing!: number;
}

export class SystemProviderView {
  id!: string;
  name!: string;
  kind!: string;
  @ApiProperty({ enum: ['unknown', 'reachable', 'unreachable', 'refused'], enumName: 'ProviderHealth' })
  health!: string;
  /** Why, as a code of the status catalogue. */
  healthCode!: string | null;
  healthSince!: Date;
  /** How long its last answer took. */
  roundTripMs!: number | null;
  /** False: Latchkey does not speak to it. */
  enabled!: boolean;
  engineVersion!: string | null;
  belowFloor!: boolean;
}

/** How the installation itself is doing. */
export class SystemView {
  process!: SystemProcessView;
  database!: SystemDatabaseView;
  agents!: SystemAgentsView;
  core!: SystemCoreView;
  backlog!: SystemBacklogView;
  sealing!: AuditSealingView;
  channels!: SystemChannelsView;
  providers!: SystemProviderView[];
}

/** The first page: how everything in the caller's scope stands. */
export class OverviewView {
  clients!: number;
  sites!: number;
  /** Sites where remote access is enabled. */
  enabledSites!: number;
  devices!: number;
  online!: number;
  ready!: number;
  failed!: number;
  underWay!: number;
  /** Launches that are open now. */
  liveLaunches!: number;
  policies!: number;
  packages!: number;
}
