import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsObject } from 'class-validator';
import { PROBLEM_KINDS } from './seal/verify-chain.js';

/** Something in the audit log that is not as it was sealed. */
export class AuditProblemView {
  @ApiProperty({ enum: PROBLEM_KINDS, enumName: 'AuditProblemKind' })
  kind!: (typeof PROBLEM_KINDS)[number];
  /** The number of the first sealed entry concerned. */
  seq!: number;
  detail!: string;
}

/** Whether the audit log is what was sealed. */
export class AuditVerdictView {
  intact!: boolean;
  /** Entries of the chain that were looked at. */
  sealed!: number;
  /** Committed entries that are not sealed yet. */
  unsealed!: number;
  /** Age of the oldest of those; a second is usual. */
  unsealedSeconds!: number | null;
  /** Signed checkpoints in the database. */
  checkpoints!: number;
  /** The newest checkpoint as it was signed: kept outside, it tells this history from any other. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  latest!: object | null;
  /** Up to which sealed entry the sink outside has checkpoints; 0 where there is none. */
  shippedSeq!: number;
  /** Why the sink took no more; null where it did. */
  shippingFailure!: string | null;
  /** At most a hundred, in the order of the entries. */
  problems!: AuditProblemView[];
  problemCount!: number;
}

/** Checkpoints that were kept outside, as the sink got them. */
export class VerifyAuditBody {
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } })
  @IsArray()
  @ArrayMaxSize(5000)
  @IsObject({ each: true })
  checkpoints!: object[];
}
