import { ApiProperty } from '@nestjs/swagger';

/** An entry as it was sealed. */
export class AuditSealView {
  /** Sealed entries are numbered from 1 without a gap. */
  seq!: number;
  entryId!: string;
  /** SHA-256, in hex, over the hash before it (32 zero bytes before the first) and the content. */
  hash!: string;
  /** Every column of the entry as a JSON array, exactly as it was hashed; null where the entry is gone. */
  content!: string | null;
}

/** A public key that endorses the keys that sign. */
export class AuditRootKeyView {
  id!: string;
  /** Ed25519, raw, base64url. */
  publicKey!: string;
}

/** A part of the sealed log, for whoever checks it elsewhere. */
export class AuditSealsView {
  installationId!: string;
  rootKeys!: AuditRootKeyView[];
  items!: AuditSealView[];
  /** Signed checkpoints of this part. */
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } })
  checkpoints!: object[];
  /** `after` of the next part; null at the end. */
  nextAfter!: number | null;
}
