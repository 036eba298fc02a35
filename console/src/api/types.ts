import type { components } from './schema';

type Schemas = components['schemas'];

/** The nouns of the API under the names the console uses; the only file that knows how the schema calls them. */
export type Me = Schemas['MeView'];
export type Warning = Me['warnings'][number];
export type Right = Me['rights'][number];
export type User = Schemas['UserView'];
export type Role = User['role'];
export type Client = Schemas['ClientView'];
export type Site = Schemas['SiteView'];
export type Device = Schemas['DeviceView'];
export type IdentityDoubt = Schemas['IdentityDoubtView'];
export type DeviceDetail = Schemas['DeviceDetailView'];
export type Deployment = NonNullable<Device['deployment']>;
export type Launchability = Device['launchability'];
export type Condition = DeviceDetail['conditions'][number];
export type TimelineEvent = Schemas['TimelineEventView'];
export type EffectivePolicy = Schemas['EffectivePolicyView'];
export type EffectiveSetting = EffectivePolicy['settings'][string];
export type Exclusion = Schemas['ExclusionView'];
export type Override = Schemas['OverrideView'];
export type Policy = Schemas['PolicyView'];
export type PolicyVersion = Schemas['PolicyVersionView'];
export type PolicyDifference = PolicyVersion['changes'][number];
export type PolicyType = Schemas['PolicyTypeView'];
export type SettingDefinition = PolicyType['settings'][number];
export type SettingValue = string | number | boolean;
export type ConfiguredSettings = Record<string, SettingValue>;
export type Package = Schemas['PackageView'];
export type PackageEntry = Package['entries'][number];
export type DeviceGroup = Schemas['DeviceGroupView'];
export type GroupDevice = Schemas['GroupDeviceView'];
export type GroupPreview = Schemas['GroupPreviewView'];
export type Assignment = Schemas['AssignmentView'];
export type Plan = Schemas['PlanView'];
export type PlannedAction = Plan['devices'][number]['action'];
export type ApprovalNeeded = Schemas['ApprovalNeededView'];
export type Approval = Schemas['ApprovalView'];
export type EnrolmentToken = Schemas['EnrolmentTokenView'];
export type CreatedToken = Schemas['NewEnrolmentTokenView'];
export type Offboarding = Schemas['OffboardingView'];
export type DeviceRemoval = Schemas['DeviceRemovalView'];
export type RemovalState = DeviceRemoval['state'];
export type Launch = Schemas['LaunchView'];
export type AuditEntry = Schemas['AuditEntryView'];
export type ProviderInstance = Schemas['ProviderInstanceView'];
export type StatusCatalogue = Schemas['StatusCatalogueView'];
export type CatalogueEntry = StatusCatalogue['errors'][number];
export type RolloutDefaults = Schemas['RolloutDefaultsView'];
export type LaunchableTimes = Schemas['LaunchableTimesView'];
export type Cause = Schemas['CauseView'];
export type Rollout = Schemas['RolloutView'];
export type RolloutDetail = Schemas['RolloutDetailView'];
export type RolloutDevice = Schemas['RolloutDeviceView'];
export type Wave = Schemas['WaveView'];
export type Freeze = Schemas['FreezeView'];
export type DeploymentSummary = Schemas['DeploymentSummaryView'];
export type Overview = Schemas['OverviewView'];
export type SystemState = Schemas['SystemView'];
export type OperatingSystem = Device['os'];
export type DeviceType = Device['deviceType'];

export const MODES = ['desktop', 'terminal', 'files'] as const;
/** What a launch opens. */
export type Mode = (typeof MODES)[number];

/** One page of a list; `total` is a lower bound when it is capped. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
  total: number;
  totalIsCapped: boolean;
}
