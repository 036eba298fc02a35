import type { Me, Right, Role } from '../api/types';

export const ROLE_NAMES: Record<Role, string> = {
  'primary-super-admin': 'Primary Super Admin',
  'super-admin': 'Super Admin',
  manager: 'Manager',
  technician: 'Technician',
  'client-site-manager': 'Client Site Manager',
  'office-staff': 'Office Staff',
  auditor: 'Auditor',
};

/** Whether somebody holds one of these rights; the server decides again on every request. */
export function hasRight(me: Pick<Me, 'rights'>, ...rights: readonly Right[]): boolean {
  return rights.some((right) => me.rights.includes(right));
}
