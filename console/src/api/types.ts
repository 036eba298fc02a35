import type { components } from './schema';

type Schemas = components['schemas'];

/** The nouns of the API under the names the console uses; the only file that knows how the schema calls them. */
export type Me = Schemas['Me'];
export type Right = Me['rights'][number];
export type User = Schemas['User'];
export type Role = User['role'];
export type Client = Schemas['Client'];
export type Site = Schemas['Site'];
export type Device = Schemas['Device'];
export type DeviceDetail = Schemas['DeviceDetail'];
export type Deployment = NonNullable<Device['deployment']>;
export type Launchability = Device['launchability'];
export type Condition = DeviceDetail['conditions'][number];
export type TimelineEvent = Schemas['TimelineEvent'];
export type EffectivePolicy = Schemas['EffectivePolicy'];
export type EffectiveSetting = EffectivePolicy['settings'][string];
export type Policy = Schemas['Policy'];
export type PolicyVersion = Schemas['PolicyVersion'];
export type PolicyType = Schemas['PolicyType'];
export type SettingDefinition = PolicyType['settings'][number];
export type SettingValue = string | number | boolean;
export type ConfiguredSettings = Record<string, SettingValue>;
export type Package = Schemas['Package'];
export type Assignment = Schemas['Assignment'];
export type EnrolmentToken = Schemas['EnrolmentToken'];
export type CreatedToken = Schemas['CreatedToken'];
export type Launch = Schemas['Launch'];
export type AuditEntry = Schemas['AuditEntry'];
export type ProviderInstance = Schemas['ProviderInstance'];
export type StatusCatalogue = Schemas['Catalogue'];
export type CatalogueEntry = StatusCatalogue['errors'][number];
export type DeploymentSummary = Schemas['Summary'];
export type SystemState = Schemas['System'];
export type OperatingSystem = Device['os'];

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
