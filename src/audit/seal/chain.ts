import { createHash } from 'node:crypto';

/** What the first entry is chained to. */
export const GENESIS: Buffer = Buffer.alloc(32);

/** The hash of an entry in the chain: SHA-256 over the hash before it and its own content. */
export function link(previous: Buffer, content: string): Buffer {
  return createHash('sha256').update(previous).update(content).digest();
}

/** The content of the entry `a` as text: every column, in this order, as PostgreSQL writes them. */
export const CONTENT = `jsonb_build_array(a.id, to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), a.actor_kind, a.actor_id, a.actor_name, a.request_id, a.action,
  a.subject_kind, a.subject_id, a.subject_name, a.client_id, a.site_id, a.device_id, a.changes)::text`;
