import { t } from '@lingui/core/macro';
import type { Me, Right, Role } from '../api/types';

export const ROLE_NAMES: Record<Role, string> = {
  'primary-super-admin': t`Primary Super Admin`,
  'super-admin': t`Super Admin`,
  manager: t`Manager`,
  technician: t`Technician`,
  'client-site-manager': t`Client Site Manager`,
  'office-staff': t`Office Staff`,
  auditor: t`Auditor`,
};

/** Whether somebody holds one of these rights; the server decides again on every request. */
export function hasRight(me: Pick<Me, 'rights'>, ...rights: readonly Right[]): boolean {
  return rights.some((right) => me.rights.includes(right));
}
