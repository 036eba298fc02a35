import { plural, t } from '@lingui/core/macro';
import type { Role, User } from '../api/types';

const INSTALLATION_WIDE: readonly Role[] = ['primary-super-admin', 'super-admin'];

/** Whether a role reaches everything whatever its scope says. */
export const reachesEverything = (role: Role): boolean => INSTALLATION_WIDE.includes(role);

/** Which sites somebody may act on, in words. */
export function scopeInWords({ role, scope }: Pick<User, 'role' | 'scope'>): string {
  if (reachesEverything(role) || scope.all) return t`Everything`;
  const parts = [
    scope.clientIds.length > 0 ? t`${plural(scope.clientIds.length, { one: '1 client', other: `${scope.clientIds.length} clients` })}` : null,
    scope.siteIds.length > 0 ? t`${plural(scope.siteIds.length, { one: '1 site', other: `${scope.siteIds.length} sites` })}` : null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(', ') : t`Nothing yet`;
}
