import type { RemoteAccessSettingKey } from '../../../../contracts/policy-settings.js';

/**
 * What holds on a device because the endpoint agent makes it hold: the client is there, is repaired, and goes. Not here: consent, its
 * time and whether the user may demand it, tray icon, banner and balloon, idle time and locking, and updating the client by itself are
 * one value for the whole instance (and its roles), so two policies could not both be true; keyboard and mouse, terminal, files,
 * clipboard and blank screen are rights of the technician's role on the server.
 */
export const EXPRESSIBLE: ReadonlySet<RemoteAccessSettingKey> = new Set<RemoteAccessSettingKey>([
  'enabled',
  'agent.selfHeal',
  'removal.onUnassign',
  'removal.graceHours',
]);
