import { ApiProperty } from '@nestjs/swagger';

export class PhaseDescriptionView {
  code!: string;
  label!: string;
  meaning!: string;
  @ApiProperty({ enum: ['no', 'steady', 'terminal'] })
  terminal!: string;
  leavesBy!: string;
}

/** What one error code means. */
export class ErrorDescriptionView {
  code!: string;
  family!: string;
  title!: string;
  cause!: string;
  remedy!: string;
  @ApiProperty({ enum: ['auto', 'trigger', 'no', 'none'] })
  retry!: string;
  /** Limits and pauses where they are not those of the standard schedule, and what has to be confirmed. */
  retryNote?: string;
  /** Most likely first. */
  who!: string[];
  related?: string[];
  exitCodes?: number[];
}

/** Whether a remedy helps, in the words of those who tried it. */
export class FeedbackView {
  code!: string;
  helped!: number;
  notHelped!: number;
  /** What the caller has said; null where nothing. */
  @ApiProperty({ type: Boolean, nullable: true })
  mine!: boolean | null;
}

export class StatusCatalogueView {
  phases!: PhaseDescriptionView[];
  errors!: ErrorDescriptionView[];
  /** Names of the families of codes. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  families!: Record<string, string>;
  /** Who can put it right, in words. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  who!: Record<string, string>;
  /** What the retry classes mean, in words. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  retries!: Record<string, string>;
  /** Of the codes that anybody has spoken of. */
  @ApiProperty({ type: [FeedbackView] })
  feedback!: FeedbackView[];
}
