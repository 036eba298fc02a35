/** Names the form of the document; a reader that does not know it must not guess. */
export const CHECKPOINT_FORMAT = 'latchkey-audit-checkpoint/1';

/** What the root's endorsement of the checkpoint key is a signature over; no other kind of key is endorsed in these words. */
export const checkpointKeyText = (id: string, publicKey: string): string => `latchkey-audit-key:${id}:${publicKey}`;

/** How far the audit log was sealed at a moment. */
export interface CheckpointStatement {
  readonly format: typeof CHECKPOINT_FORMAT;
  readonly installationId: string;
  /** Sealed entries, which are numbered from 1 without a gap. */
  readonly seq: number;
  /** SHA-256 of the chain at that entry, in hex. */
  readonly hash: string;
  readonly at: string;
}

/** The statement with the signature of the installation, over the RFC 8785 text of all other fields. Kept outside, it finds a log that was cut short. */
export interface AuditCheckpoint extends CheckpointStatement {
  readonly key: { readonly id: string; readonly publicKey: string; readonly rootKeyId: string; readonly endorsement: string };
  readonly signature: string;
}
