import { ApiProperty } from '@nestjs/swagger';
import { pageOf } from '../../platform/http/page.view.js';
import { PlanView } from '../plan/plan.view.js';

export const APPROVAL_STATES = ['waiting', 'approved', 'rejected', 'void', 'expired'] as const;

export const NOT_A_SECOND_PERSON = ['own', 'out-of-scope', 'owed-to-author'] as const;

/** A large change that waits for, or has got, the word of a second person. */
export class ApprovalView {
  id!: string;
  /** What is asked for, as method and path. */
  title!: string;
  @ApiProperty({ description: 'The body of the request, as its author sent it.' })
  request!: unknown;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'How it would go through the fleet: the query parameters of the request.' })
  rollout!: Record<string, string>;
  plan!: PlanView;
  @ApiProperty({ enum: APPROVAL_STATES, enumName: 'ApprovalState' })
  state!: (typeof APPROVAL_STATES)[number];
  requestedById!: string;
  requestedByName!: string;
  decidedByName!: string | null;
  decidedAt!: Date | null;
  note!: string;
  createdAt!: Date;
  expiresAt!: Date;
  /** Whether the caller may approve it now. */
  canDecide!: boolean;
  @ApiProperty({ enum: NOT_A_SECOND_PERSON, enumName: 'NotASecondPerson', nullable: true, description: 'Why the caller is no second person for it: the author himself, somebody who does not reach all that it moves, or somebody who got his account or his rights from the author less than 24 hours ago.' })
  whyNot!: (typeof NOT_A_SECOND_PERSON)[number] | null;
}

export class ApprovalPage extends pageOf(ApprovalView) {}
