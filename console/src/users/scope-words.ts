import type { Role, User } from '../api/types';

const INSTALLATION_WIDE: readonly Role[] = ['primary-super-admin', 'super-admin'];

/** Whether a role reaches everything whatever its scope says. */
export const reachesEverything = (role: Role): boolean => INSTALLATION_WIDE.includes(role);

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

/** Which sites somebody may act on, in words. */
export function scopeInWords({ role, scope }: Pick<User, 'role' | 'scope'>): string {
  if (reachesEverything(role) || scope.all) return 'Everything';
  const parts = [
    scope.clientIds.length > 0 ? count(scope.clientIds.length, 'client', 'clients') : null,
    scope.siteIds.length > 0 ? count(scope.siteIds.length, 'site', 'sites') : null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(', ') : 'Nothing yet';
}
