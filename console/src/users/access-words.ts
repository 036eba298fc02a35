import { plural, t } from '@lingui/core/macro';
import type { AccessPreview, DeviceAccess, Right } from '../api/types';

/** What a right lets somebody do, as the second half of "Can …". */
const RIGHT_WORDS: Readonly<Record<Right, string>> = {
  'ownership.transfer': t`hand over the ownership of the installation`,
  'users.manage': t`add, change and delete users`,
  'security.manage': t`change security settings and single sign-on, and see the system page`,
  'notifications.manage': t`change who is told what`,
  'providers.read': t`see providers`,
  'providers.manage': t`connect and change providers`,
  'provider-administration.launch': t`open the administration of a provider`,
  'policies.read': t`read policies and packages`,
  'policies.change': t`change policies, packages, assignments and exclusions, and steer rollouts`,
  'sites.read': t`see clients and sites`,
  'sites.change': t`add and change clients, sites and enrolment tokens`,
  'devices.read': t`see computers and their status`,
  'devices.change': t`move, tag and remove computers, and settle identities`,
  'devices.repair': t`try again and repair computers`,
  'devices.launch': t`Log In to computers`,
  'support-sessions.host': t`help guests in support sessions`,
  'audit.read': t`read the audit log`,
  'audit.read-own-actions': t`read what they did themselves`,
  'access-report.read': t`read access reports`,
};

/** Covered by a right that says more. */
const IMPLIED: Partial<Record<Right, Right>> = {
  'audit.read-own-actions': 'audit.read',
  'policies.read': 'policies.change',
  'sites.read': 'sites.change',
  'devices.read': 'devices.change',
  'providers.read': 'providers.manage',
};

/** What somebody may do, one sentence a line, the widest first; Log In is said apart. */
export function rightsInWords(rights: readonly Right[]): string[] {
  const held = new Set(rights);
  return rights.filter((right) => right !== 'devices.launch' && !(IMPLIED[right] && held.has(IMPLIED[right]))).map((right) => RIGHT_WORDS[right]);
}

/** How far it reaches. */
export function reachInWords({ everything, clients, sites, devices }: AccessPreview): string {
  if (sites === 0) return everything ? t`Reaches everything, of which there is nothing yet.` : t`Reaches nothing: no client and no site is chosen.`;
  const now = t`${plural(sites, { one: '1 site', other: `${sites} sites` })} of ${plural(clients, { one: '1 client', other: `${clients} clients` })} with ${plural(devices, { one: '1 computer', other: `${devices} computers` })}`;
  return everything ? t`Reaches everything, also what comes: now ${now}.` : t`Reaches ${now}.`;
}

/** Whether and where sessions can be opened. */
export function launchInWords({ mayLaunch, rights, launchSites, launchDevices }: AccessPreview): string {
  if (mayLaunch) return launchSites === 0 ? t`May open sessions, but remote access is not enabled on any of these sites yet.` : t`Can open sessions on ${plural(launchSites, { one: '1 site', other: `${launchSites} sites` })} (${plural(launchDevices, { one: '1 computer', other: `${launchDevices} computers` })}).`;
  return rights.includes('devices.launch') ? t`Cannot open sessions: Allow Remote Control Access is off.` : t`Cannot open sessions: this role never does.`;
}

/** What each link of the chain asks. */
export const STEP_WORDS: Readonly<Record<DeviceAccess['steps'][number]['step'], string>> = {
  role: t`The role may Log In`,
  'user-flag': t`Allow Remote Control Access is on`,
  scope: t`The device is in scope`,
  site: t`The site is enabled`,
  exclusion: t`Nothing excludes the device`,
  policy: t`A policy turns remote access on`,
  quarantine: t`Its identity is not in doubt`,
  deployment: t`Remote access is deployed and proven`,
  device: t`The device is online`,
  provider: t`The provider answers`,
  pause: t`Launches are not paused`,
  connection: t`The remote agent is connected`,
  mode: t`A mode is allowed and usable`,
  consent: t`The person there can be asked`,
  hours: t`It is within the allowed hours`,
  approval: t`A second person has agreed, where that is wanted`,
  company: t`Nobody else is in it, or may be joined`,
  reason: t`A reason is given, where that is wanted`,
  proof: t`The proof is fresh, where that is wanted`,
};
