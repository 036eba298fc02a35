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

/** Many changes of one actor in one statement, each with an entry of its own. */
export async function recordAudits(tx: Tx, actor: Actor, facts: readonly AuditFact[]): Promise<void> {
  if (facts.length === 0) return;
  const entries = facts.map(({ action, subject, clientId, siteId, deviceId, changes }) => ({
    id: randomIds.uuid(),
    action,
    subject_kind: subject.kind,
    subject_id: subject.id,
    subject_name: subject.name ?? '',
    client_id: clientId ?? null,
    site_id: siteId ?? null,
    device_id: deviceId ?? null,
    changes: changes ?? {},
  }));
  await tx.query(
    `INSERT INTO audit_entry (id, actor_kind, actor_id, actor_name, request_id, action, subject_kind, subject_id, subject_name, client_id, site_id, device_id, changes)
     SELECT e.id, $1, $2, $3, $4, e.action, e.subject_kind, e.subject_id, e.subject_name, e.client_id, e.site_id, e.device_id, e.changes
       FROM jsonb_to_recordset($5::jsonb) AS e (id uuid, action text, subject_kind text, subject_id uuid, subject_name text,
                                                client_id uuid, site_id uuid, device_id uuid, changes jsonb)`,
    [actor.kind, actor.id, actor.name, actor.requestId ?? null, JSON.stringify(entries)],
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
