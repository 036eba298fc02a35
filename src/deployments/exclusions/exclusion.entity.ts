import { Column, Entity, PrimaryColumn } from 'typeorm';

export const EXCLUSION_KINDS = ['exclude', 'pin'] as const;
/** Left out, or frozen as it is. */
export type ExclusionKind = (typeof EXCLUSION_KINDS)[number];

export const END_REASONS = ['expired', 'withdrawn'] as const;
export type EndReason = (typeof END_REASONS)[number];

/** A site, a device group or a device that policies do not reach for a while; an ended one stays as history. */
@Entity('exclusion')
export class ExclusionEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') kind!: ExclusionKind;
  @Column('uuid', { name: 'site_id', nullable: true }) siteId!: string | null;
  @Column('uuid', { name: 'device_group_id', nullable: true }) deviceGroupId!: string | null;
  @Column('uuid', { name: 'device_id', nullable: true }) deviceId!: string | null;
  @Column('text') reason!: string;
  @Column('uuid', { name: 'author_id', nullable: true }) authorId!: string | null;
  @Column('text', { name: 'author_name' }) authorName!: string;
  @Column('timestamptz', { name: 'expires_at', nullable: true }) expiresAt!: Date | null;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
  @Column('text', { name: 'end_reason', nullable: true }) endReason!: EndReason | null;
  @Column('text', { name: 'ended_by_name', nullable: true }) endedByName!: string | null;
  @Column('integer') version!: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}
