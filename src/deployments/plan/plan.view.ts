import { ApiProperty } from '@nestjs/swagger';

export const PLANNED_ACTIONS = ['install', 'update', 'remove'] as const;
export type PlannedAction = (typeof PLANNED_ACTIONS)[number];

/** Devices by what happens to them. */
export class PlanCountsView {
  install!: number;
  update!: number;
  remove!: number;
  /** Devices of the touched sites that keep what they have. */
  unchanged!: number;
  /** Of those to install or update: where it cannot be done at present, as the platform is unsupported or the provider out of reach. */
  blocked!: number;
}

export class PlanOfClientView {
  clientId!: string;
  clientName!: string;
  install!: number;
  update!: number;
  remove!: number;
}

export class PlanOfSiteView extends PlanOfClientView {
  siteId!: string;
  siteName!: string;
}

export class PlannedDeviceView {
  deviceId!: string;
  deviceName!: string;
  siteId!: string;
  siteName!: string;
  @ApiProperty({ enum: PLANNED_ACTIONS })
  action!: PlannedAction;
}

export class PlannedCandidateView {
  @ApiProperty({ description: 'A setting value.' })
  value!: unknown;
  policyId?: string;
  policyName?: string;
  packageId?: string;
  packageName?: string;
  assignmentId?: string;
  deviceGroupName?: string;
}

/** Policies of equal rank that would disagree. */
export class PlannedConflictView {
  @ApiProperty({ enum: ['RA-POL-01'] })
  code!: 'RA-POL-01';
  key!: string;
  /** The sites on which they disagree. */
  siteIds!: string[];
  candidates!: PlannedCandidateView[];
}

/** Something that would come to nothing: a disabled policy, a package without policies, a group without devices. */
export class PlanWarningView {
  code!: string;
  title!: string;
  detail!: string;
}

/** A configured setting that a provider cannot enforce. */
export class NotExpressibleView {
  key!: string;
  providerInstanceId!: string;
  providerInstanceName!: string;
}

/** What a change would do, or has to be agreed to before it is done. */
export class PlanView {
  @ApiProperty({ description: 'Names this plan; send it as If-Plan to apply exactly this.' })
  hash!: string;
  counts!: PlanCountsView;
  /** install + update + remove: what X-Confirm-Count has to say. */
  moved!: number;
  byClient!: PlanOfClientView[];
  /** The hundred sites where most changes. */
  bySite!: PlanOfSiteView[];
  conflicts!: PlannedConflictView[];
  warnings!: PlanWarningView[];
  /** Open sessions on devices that would lose their remote access. */
  sessionsCut!: number;
  notExpressible!: NotExpressibleView[];
  /** More devices than this need a confirmed plan and go in waves. */
  limit!: number;
  needsConfirmation!: boolean;
  /** A second person has to agree. */
  requiresApproval!: boolean;
  /** The first fifty. */
  devices!: PlannedDeviceView[];
}

/** The change waits for a second person. */
export class ApprovalNeededView {
  approvalId!: string;
  planHash!: string;
}
