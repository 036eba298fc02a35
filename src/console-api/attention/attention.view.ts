import { ApiProperty } from '@nestjs/swagger';

/** What may wait for a person, the most pressing first. */
export const ATTENTION_KINDS = [
  'core-down', 'provider-unreachable', 'rollout-halted', 'rollout-paused', 'frozen', 'devices-failing', 'identity-doubts', 'approvals', 'drifted', 'unknown-agents', 'orphans', 'webhooks-failing', 'mail-failing', 'expiring',
] as const;
export type AttentionKind = (typeof ATTENTION_KINDS)[number];

/** One sort of thing that waits for a person of this role and scope. */
export class AttentionItemView {
  @ApiProperty({ enum: ATTENTION_KINDS, enumName: 'AttentionKind' })
  kind!: AttentionKind;
  count!: number;
  /** Devices that it stops, where that is known. */
  devices!: number | null;
  /** The name of the one, or of the first. */
  name!: string | null;
  /** Its id, where there is exactly one. */
  id!: string | null;
  /** Since when it waits, or for what will end by itself: when the first does. */
  at!: Date | null;
}

export class AttentionView {
  @ApiProperty({ type: [AttentionItemView] })
  items!: AttentionItemView[];
}
