import type { Tx } from '../platform/database/unit-of-work.js';
import { randomIds } from '../platform/ids.js';

/** Who did it. */
export interface Actor {
  readonly kind: 'operator' | 'device' | 'system';
  readonly id: string | null;
  readonly name: string;
  readonly requestId?: string;
}

export const SYSTEM: Actor = { kind: 'system', id: null, name: 'Latchkey' };

export interface AuditFact {
  /** `<noun>.<verb>`, e.g. `policy.change`. */
  readonly action: string;
  readonly subject: { readonly kind: string; readonly id: string | null; readonly name?: string };
  readonly clientId?: string | null;
  readonly siteId?: string | null;
  readonly deviceId?: string | null;
  /** Field → [before, after]; never secrets. */
  readonly changes?: Readonly<Record<string, readonly [unknown, unknown]>>;
}

/** Writes what was changed into the transaction that changes it, so that neither exists without the other. */
export async function recordAudit(tx: Tx, actor: Actor, fact: AuditFact): Promise<void> {
  await tx.query(
    `INSERT INTO audit_entry (id, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, subject_name,
                              client_id, site_id, device_id, changes, request_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      randomIds.uuid(),
      actor.kind,
      actor.id,
      actor.name,
      fact.action,
      fact.subject.kind,
      fact.subject.id,
      fact.subject.name ?? '',
      fact.clientId ?? null,
      fact.siteId ?? null,
      fact.deviceId ?? null,
      JSON.stringify(fact.changes ?? {}),
      actor.requestId ?? null,
    ],
  );
}

/** The fields in which two versions of a thing differ, as audit changes. */
export function changesBetween<T extends object>(
  before: Partial<T>,
  after: Partial<T>,
): Record<string, [unknown, unknown]> {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof T & string>;
  const changes: Record<string, [unknown, unknown]> = {};
  for (const field of fields) {
    if (JSON.stringify(before[field]) !== JSON.stringify(after[field]))
      changes[field] = [before[field] ?? null, after[field] ?? null];
  }
  return changes;
}
