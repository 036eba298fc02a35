import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsISO8601, IsOptional, IsUUID } from 'class-validator';
import type { SupportSessionKind } from '../../../contracts/guest-protocol.js';
import { ListQuery } from '../../platform/http/index.js';
import { SESSION_KINDS } from './support-session.view.js';

export const WHICH_SESSIONS = ['live', 'waiting', 'ended'] as const;

export class SupportSessionQuery extends ListQuery {
  /** `waiting`: asked for by a guest, and not taken yet. */
  @ApiProperty({ enum: WHICH_SESSIONS, required: false })
  @IsOptional()
  @IsIn(WHICH_SESSIONS)
  which?: (typeof WHICH_SESSIONS)[number];

  @ApiProperty({ enum: SESSION_KINDS, enumName: 'SupportSessionKind', required: false })
  @IsOptional()
  @IsIn(SESSION_KINDS)
  kind?: SupportSessionKind;

  @IsOptional()
  @IsUUID()
  hostId?: string;

  @IsOptional()
  @IsUUID()
  siteId?: string;

  @IsOptional()
  @IsUUID()
  clientId?: string;

  /** Created at this moment or later. */
  @IsOptional()
  @IsISO8601({ strict: true })
  from?: string;

  /** Created before this moment. */
  @IsOptional()
  @IsISO8601({ strict: true })
  to?: string;
}
