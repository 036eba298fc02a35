import { ApiProperty } from '@nestjs/swagger';
import { pageOf } from '../../platform/http/page.view.js';

/** Something that happened to a device: its deployment entered a phase, or somebody changed or opened it. */
export class TimelineEventView {
  id!: string;
  at!: Date;
  @ApiProperty({ enum: ['phase', 'change'] })
  kind!: 'phase' | 'change';
  /** Who did it. */
  actor!: string;
  /** Why, or what: a sentence for a phase, `<noun>.<verb>` for a change. */
  cause!: string;
  /** Of a phase. */
  fromPhase!: string | null;
  phase!: string | null;
  label!: string | null;
  errorCode!: string | null;
  errorTitle!: string | null;
  generation!: string | null;
  /** Of a change: field → [before, after]. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  changes!: Record<string, unknown> | null;
}

export class TimelinePage extends pageOf(TimelineEventView) {}
