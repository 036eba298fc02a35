import { REMOTE_ACCESS_SETTINGS, type ResolvedSettings } from '../../contracts/policy-settings.js';
import { stricterSettings } from '../policies/index.js';

/** What one device was given, and whether something else waits for it. */
export interface ReleasedSettings {
  readonly settings: ResolvedSettings;
  readonly pinned: boolean;
  /** The removal of remote access waits in a rollout or behind a freeze. */
  readonly removalWaits: boolean;
}

/**
 * What holds when somebody opens a device: the newest policy, released or not, where it is stricter than what the device was given,
 * and what the device was given where that is stricter. A pinned device keeps what it has; only a setting that did not exist when
 * it was given that comes from the newest. A removal that waits takes nothing away yet: until its wave is open the device may be
 * opened as before.
 */
export function settingsAtLaunch(newest: ResolvedSettings, released: ReleasedSettings | null): ResolvedSettings {
  if (released === null) return newest;
  if (released.pinned) return { ...newest, ...released.settings };
  const strict = stricterSettings(REMOTE_ACCESS_SETTINGS, newest, released.settings) as ResolvedSettings;
  return released.removalWaits ? { ...strict, enabled: true } : strict;
}
