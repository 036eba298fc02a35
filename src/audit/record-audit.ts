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
  await recordAudits(tx, actor, [fact]);
}

/** As {@link recordAudit}, for what one act changes in many places; one statement however many there are. */
export async function recordAudits(tx: Tx, actor: Actor, facts: readonly AuditFact[]): Promise<void> {
  if (facts.length === 0) return;
  const rows = facts.map((fact) => ({
    id: randomIds.uuid(),
    action: fact.action,
    subject_kind: fact.subject.kind,
    subject_id: fact.subject.id,
    subject_name: fact.subject.name ?? '',
    client_id: fact.clientId ?? null,
    site_id: fact.siteId ?? null,
    device_id: fact.deviceId ?? null,
    changes: fact.changes ?? {},
  }));
  await tx.query(
    `INSERT INTO audit_entry (id, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, subject_name,
                              client_id, site_id, device_id, changes, request_id)
     SELECT r.id, $2, $3, $4, r.action, r.subject_kind, r.subject_id, r.subject_name, r.client_id, r.site_id, r.device_id, r.changes, $5
       FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, action text, subject_kind text, subject_id uuid, subject_name text,
                                                client_id uuid, site_id uuid, device_id uuid, changes jsonb)`,
    [JSON.stringify(rows), actor.kind, actor.id, actor.name, actor.requestId ?? null],
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
