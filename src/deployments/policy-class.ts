import { REMOTE_ACCESS_SETTINGS, type RemoteAccessSettingKey, type ResolvedSettings } from '../../contracts/policy-settings.js';
import { canonicalHash } from '../platform/canonical-json.js';
import { type EffectivePolicy, type PolicyInput, resolveEffectivePolicy, valuesOf } from '../policies/index.js';

/** What sets devices of one site apart from each other: the groups that package entries are narrowed to, and an override. */
export interface ClassKey {
  readonly siteId: string;
  /** Sorted. */
  readonly groups: readonly string[];
  readonly overrideDevice: string | null;
}

/** Where the devices of a site get their remote access from. */
export interface SitePlacement {
  readonly siteId: string;
  readonly providerInstanceId: string;
  /** The settings the site's provider can enforce on a device. */
  readonly expressible: ReadonlySet<RemoteAccessSettingKey>;
}

/** What all devices of one class get: resolved once, joined to the devices in SQL. */
export interface PolicyClass extends ClassKey {
  readonly providerInstanceId: string;
  readonly targeted: boolean;
  readonly policy: EffectivePolicy;
  readonly settings: ResolvedSettings;
  /** Names the settings as a whole: equal values, equal hash. */
  readonly effectiveHash: string;
  /** Changes exactly when the released desired state changes; settings that only Latchkey enforces do not count. */
  readonly settingsHash: string;
}

/** The effective remote access policy of whatever this reaches. */
export function effectivePolicy(input: PolicyInput): EffectivePolicy {
  return resolveEffectivePolicy(REMOTE_ACCESS_SETTINGS, input);
}

/** What Latchkey cannot enforce by itself and a provider cannot either. */
export function notExpressibleBy(expressible: ReadonlySet<RemoteAccessSettingKey>): RemoteAccessSettingKey[] {
  return REMOTE_ACCESS_SETTINGS.filter((setting) => !('enforcedByLatchkeyOnly' in setting) && setting.key !== 'enabled' && !expressible.has(setting.key)).map(({ key }) => key);
}

/** Pure: the same key, placement and policies always give the same class and hashes. */
export function policyClass(key: ClassKey, placement: SitePlacement, input: PolicyInput): PolicyClass {
  const policy = effectivePolicy(input);
  const settings = valuesOf(policy) as ResolvedSettings;
  const released = REMOTE_ACCESS_SETTINGS.filter(
    (setting) => !('enforcedByLatchkeyOnly' in setting) && setting.key !== 'enabled' && placement.expressible.has(setting.key),
  ).map(({ key: name }) => [name, settings[name]] as const);
  return {
    ...key,
    providerInstanceId: placement.providerInstanceId,
    targeted: settings.enabled === true,
    policy,
    settings,
    effectiveHash: canonicalHash(settings),
    settingsHash: canonicalHash({
      providerInstanceId: placement.providerInstanceId,
      siteId: placement.siteId,
      settings: Object.fromEntries(released),
    }),
  };
}
