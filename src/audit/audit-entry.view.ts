import { ApiProperty } from '@nestjs/swagger';
import { pageOf } from '../platform/http/page.view.js';

/** One change, as it was recorded in the transaction that made it. */
export class AuditEntryView {
  id!: string;
  at!: Date;
  @ApiProperty({ enum: ['operator', 'device', 'system'] })
  actorKind!: string;
  actorId!: string | null;
  actorName!: string;
  /** `<noun>.<verb>`. */
  action!: string;
  subjectKind!: string;
  subjectId!: string | null;
  subjectName!: string;
  clientId!: string | null;
  siteId!: string | null;
  deviceId!: string | null;
  /** Field → [before, after]. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  changes!: Record<string, unknown>;
  requestId!: string | null;
}

export class AuditEntryPage extends pageOf(AuditEntryView) {}
