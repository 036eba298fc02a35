import type { Role } from '../roles/rights.js';

/** What members of a group of the identity provider are here. */
export interface GroupMapping {
  readonly group: string;
  readonly role: Role;
  readonly allowRemoteControl: boolean;
  readonly scope: { readonly all: boolean; readonly clientIds: readonly string[]; readonly siteIds: readonly string[] };
}

/** The first mapping, in the order of the administrator, of which the person has the group; null gives no role, and so no entrance. */
export function mappingFor(groups: readonly string[], mappings: readonly GroupMapping[]): GroupMapping | null {
  return mappings.find(({ group }) => groups.includes(group)) ?? null;
}

/** The groups in a claim, which providers write as a list, a single text, or not at all; anything else is no group. */
export function groupsIn(claim: unknown): string[] {
  const values: unknown[] = Array.isArray(claim) ? claim : [claim];
  return values.filter((value): value is string => typeof value === 'string' && value !== '');
}

/** Whether the provider says that it asked for more than a password (RFC 8176). */
export function provesSecondFactor(methods: unknown): boolean {
  const SECOND = new Set(['mfa', 'otp', 'hwk', 'swk', 'fpt', 'face', 'iris', 'sc', 'pop']);
  return groupsIn(methods).some((method) => SECOND.has(method));
}
