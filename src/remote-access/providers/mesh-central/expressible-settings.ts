import type { RemoteAccessSettingKey } from '../../../../contracts/policy-settings.js';

/**
 * What holds on a device because the engine or the remote agent makes it hold. Not here: how long a question stays open
 * and what silence means (one value per server), whether the user may demand consent, tray icon and balloon (this agent
 * has none), clipboard and blank screen (its share page has neither, so both are always off), recording, locking the
 * screen at the end, and a version of the agent other than the server's.
 */
const BOTH = [
  'enabled',
  'consent.mode',
  'visibility.banner',
  'visibility.notifyOnConnect',
  'capability.terminal',
  'capability.files',
  'agent.autoUpdate',
  'agent.selfHeal',
  'removal.onUnassign',
  'removal.graceHours',
] as const satisfies readonly RemoteAccessSettingKey[];

/** With the embedded engine a second account makes "watch only" hold on the device, not only in the page. */
export const EXPRESSIBLE_EMBEDDED: ReadonlySet<RemoteAccessSettingKey> = new Set<RemoteAccessSettingKey>([
  ...BOTH,
  'capability.control',
]);
export const EXPRESSIBLE_EXTERNAL: ReadonlySet<RemoteAccessSettingKey> = new Set<RemoteAccessSettingKey>(BOTH);
