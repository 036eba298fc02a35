import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import type { Flaw, Seal } from './chain-walk.js';

/** An entry as the audit log shows it. */
export interface ShownEntry {
  readonly id: string;
  readonly at: string;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly requestId: string | null;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string | null;
  readonly subjectName: string;
  readonly clientId: string | null;
  readonly siteId: string | null;
  readonly deviceId: string | null;
  readonly changes: object;
}

/** Compares what the log shows with what was sealed: a log may be whole, and people be shown another one. */
export class ShownEntries {
  readonly flaws: Flaw[] = [];
  private readonly sealed = new Map<string, { readonly seq: number; readonly mark: string }>();

  seal({ seq, entryId, content }: Seal): void {
    if (content === null) return;
    const [id, at, actorKind, actorId, actorName, requestId, action, subjectKind, subjectId, subjectName, clientId, siteId, deviceId, changes] = JSON.parse(content) as [
      string, string, string, string | null, string, string | null, string, string, string | null, string, string | null, string | null, string | null, object,
    ];
    if (id !== entryId) this.flaws.push({ seq, detail: `the seal of entry ${entryId} is over entry ${id}` });
    this.sealed.set(entryId, { seq, mark: markOf({ id, at: `${at.slice(0, 23)}Z`, actorKind, actorId, actorName, requestId, action, subjectKind, subjectId, subjectName, clientId, siteId, deviceId, changes }) });
  }

  show(entry: ShownEntry): void {
    const sealed = this.sealed.get(entry.id);
    if (!sealed) return;
    this.sealed.delete(entry.id);
    if (sealed.mark !== markOf(entry)) this.flaws.push({ seq: sealed.seq, detail: `entry ${entry.id} is shown otherwise than it was sealed` });
  }

  /** Nothing more is shown. */
  end(): void {
    for (const [id, { seq }] of this.sealed) this.flaws.push({ seq, detail: `entry ${id} is sealed and not shown` });
  }
}

/** Short, so that a log of millions fits. */
function markOf({ id, at, actorKind, actorId, actorName, requestId, action, subjectKind, subjectId, subjectName, clientId, siteId, deviceId, changes }: ShownEntry): string {
  const text = canonicalize([id, at, actorKind, actorId, actorName, requestId, action, subjectKind, subjectId, subjectName, clientId, siteId, deviceId, changes]);
  return createHash('sha256').update(text ?? '').digest('base64url');
}
