import { REMOTE_ACCESS_SETTINGS, type RemoteAccessSettingKey, type ResolvedSettings } from '../../contracts/policy-settings.js';
import { canonicalHash } from '../platform/canonical-json.js';
import { type EffectivePolicy, type PolicyLayer, resolveEffectivePolicy, valuesOf } from '../policies/index.js';

/** What all devices of one site get that no narrower rule sets apart: resolved once, joined to devices in SQL. */
export interface PolicyClass {
  readonly siteId: string;
  readonly providerInstanceId: string;
  readonly targeted: boolean;
  readonly settings: ResolvedSettings;
  /** Names the settings as a whole: equal values, equal hash. */
  readonly effectiveHash: string;
  /** Changes exactly when the released desired state changes; settings that only Latchkey enforces do not count. */
  readonly settingsHash: string;
}

export interface SitePlacement {
  readonly siteId: string;
  readonly providerInstanceId: string;
  /** The settings the site's provider can enforce on a device. */
  readonly expressible: ReadonlySet<RemoteAccessSettingKey>;
}

/** The effective remote access policy of whatever these layers reach. */
export function effectivePolicy(layers: readonly PolicyLayer[]): EffectivePolicy {
  return resolveEffectivePolicy(REMOTE_ACCESS_SETTINGS, { layers, override: null, locks: {} });
}

/** The plain values of the effective policy of whatever these layers reach. */
export function effectiveSettings(layers: readonly PolicyLayer[]): ResolvedSettings {
  return valuesOf(effectivePolicy(layers)) as ResolvedSettings;
}

/** Pure: the same layers and placement always give the same class and hash. */
export function policyClass(placement: SitePlacement, layers: readonly PolicyLayer[]): PolicyClass {
  const settings = effectiveSettings(layers);
  const released = REMOTE_ACCESS_SETTINGS.filter(
    (setting) => !('enforcedByLatchkeyOnly' in setting) && setting.key !== 'enabled' && placement.expressible.has(setting.key),
  ).map(({ key }) => [key, settings[key]] as const);
  return {
    siteId: placement.siteId,
    providerInstanceId: placement.providerInstanceId,
    targeted: settings.enabled === true,
    settings,
    effectiveHash: canonicalHash(settings),
    settingsHash: canonicalHash({
      providerInstanceId: placement.providerInstanceId,
      siteId: placement.siteId,
      settings: Object.fromEntries(released),
    }),
  };
}
