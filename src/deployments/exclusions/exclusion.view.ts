import { ApiProperty } from '@nestjs/swagger';
import { pageOf } from '../../platform/http/page.view.js';
import { END_REASONS, type EndReason, EXCLUSION_KINDS, type ExclusionKind } from './exclusion.entity.js';

/** What is left out or frozen: exactly one of the three ids, and its name. */
export class ExclusionTargetView {
  siteId?: string;
  deviceGroupId?: string;
  deviceId?: string;
  name!: string;
}

export class ExclusionView {
  id!: string;
  @ApiProperty({ enum: EXCLUSION_KINDS, enumName: 'ExclusionKind' })
  kind!: ExclusionKind;
  target!: ExclusionTargetView;
  /** Where the target is; null for a group that all clients share. */
  clientId!: string | null;
  clientName!: string | null;
  /** The site itself or that of the device; null for a group. */
  siteId!: string | null;
  siteName!: string | null;
  reason!: string;
  authorId!: string | null;
  authorName!: string;
  createdAt!: Date;
  /** Null: never ends by itself. */
  expiresAt!: Date | null;
  /** Whether it holds now. */
  live!: boolean;
  endedAt!: Date | null;
  @ApiProperty({ enum: END_REASONS, nullable: true })
  endReason!: EndReason | null;
  /** Who withdrew it. */
  endedByName!: string | null;
  version!: number;
}

export class ExclusionPage extends pageOf(ExclusionView) {}
