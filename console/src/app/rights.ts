import type { Me, Role } from '../api/types';

/** What the console offers; the server decides again on every request. */
export type Right =
  | 'administer-installation'
  | 'change-policies'
  | 'read-policies'
  | 'change-sites'
  | 'retry-devices'
  | 'log-in'
  | 'read-audit';

const RIGHTS: Record<Role, readonly Right[]> = {
  'primary-super-admin': ['administer-installation', 'change-policies', 'read-policies', 'change-sites', 'retry-devices', 'log-in', 'read-audit'],
  'super-admin': ['administer-installation', 'change-policies', 'read-policies', 'change-sites', 'retry-devices', 'log-in', 'read-audit'],
  manager: ['change-policies', 'read-policies', 'change-sites', 'retry-devices', 'log-in', 'read-audit'],
  technician: ['read-policies', 'retry-devices', 'log-in', 'read-audit'],
  'client-site-manager': ['read-policies', 'log-in'],
  'office-staff': ['log-in'],
  auditor: ['read-policies', 'read-audit'],
};

export const ROLE_NAMES: Record<Role, string> = {
  'primary-super-admin': 'Primary Super Admin',
  'super-admin': 'Super Admin',
  manager: 'Manager',
  technician: 'Technician',
  'client-site-manager': 'Client Site Manager',
  'office-staff': 'Office Staff',
  auditor: 'Auditor',
};

/** Whether the role of somebody includes a right. */
export function hasRight(me: Pick<Me, 'role'>, right: Right): boolean {
  return RIGHTS[me.role].includes(right);
}
