/** What an operator may do, as a closed list; where "own" applies is decided by the operator's scope, not here. */
export const RIGHTS = [
  'ownership.transfer',
  'users.manage',
  'security.manage',
  'notifications.manage',
  'providers.read',
  'providers.manage',
  'provider-administration.launch',
  'policies.read',
  'policies.change',
  'sites.read',
  'sites.change',
  'devices.read',
  'devices.change',
  'devices.repair',
  'devices.launch',
  'support-sessions.host',
  'audit.read',
  'audit.read-own-actions',
  'access-report.read',
] as const;
export type Right = (typeof RIGHTS)[number];

export const ROLES = [
  'primary-super-admin',
  'super-admin',
  'manager',
  'technician',
  'client-site-manager',
  'office-staff',
  'auditor',
] as const;
export type Role = (typeof ROLES)[number];

const SUPER_ADMIN = RIGHTS.filter((right) => right !== 'ownership.transfer');

/** The table of roles. Launching needs the operator's own *Allow Remote Control Access* besides. */
const RIGHTS_OF: Readonly<Record<Role, ReadonlySet<Right>>> = {
  'primary-super-admin': new Set(RIGHTS),
  'super-admin': new Set(SUPER_ADMIN),
  manager: new Set<Right>([
    'providers.read',
    'policies.read',
    'policies.change',
    'sites.read',
    'sites.change',
    'devices.read',
    'devices.change',
    'devices.repair',
    'devices.launch',
    'support-sessions.host',
    'audit.read',
    'audit.read-own-actions',
    'access-report.read',
  ]),
  technician: new Set<Right>([
    'policies.read',
    'sites.read',
    'devices.read',
    'devices.repair',
    'devices.launch',
    'support-sessions.host',
    'audit.read-own-actions',
  ]),
  'client-site-manager': new Set<Right>([
    'policies.read',
    'sites.read',
    'devices.read',
    'devices.launch',
    'support-sessions.host',
    'access-report.read',
  ]),
  'office-staff': new Set<Right>(['sites.read', 'devices.read', 'devices.launch']),
  auditor: new Set<Right>([
    'providers.read',
    'policies.read',
    'sites.read',
    'devices.read',
    'audit.read',
    'audit.read-own-actions',
    'access-report.read',
  ]),
};

/** Roles whose reach is the whole installation by definition. */
const INSTALLATION_WIDE: ReadonlySet<Role> = new Set(['primary-super-admin', 'super-admin']);

export function rightsOf(role: Role): ReadonlySet<Right> {
  return RIGHTS_OF[role];
}

/** Those whose account opens everything; more is asked of their second factor. */
export function isAdministrator(role: Role): boolean {
  return rightsOf(role).has('users.manage');
}

export function reachesEverything(role: Role): boolean {
  return INSTALLATION_WIDE.has(role);
}
