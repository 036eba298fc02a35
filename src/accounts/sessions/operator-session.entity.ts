import type { ProvenBy } from '../factors/factor.js';
import type { SessionStage } from '../roles/operator.js';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One browser that is signed in; only the hash of its token is kept. */
@Entity('operator_session')
export class OperatorSessionEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'operator_id' }) operatorId!: string;
  @Column('bytea', { name: 'token_hash' }) tokenHash!: Buffer;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'last_used_at' }) lastUsedAt!: Date;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Date;
  @Column('timestamptz', { name: 'revoked_at', nullable: true }) revokedAt!: Date | null;
  @Column('text') stage!: SessionStage;
  @Column('text', { name: 'proven_by', nullable: true }) provenBy!: ProvenBy | null;
  @Column('text', { nullable: true }) ip!: string | null;
  @Column('text', { name: 'user_agent', nullable: true }) userAgent!: string | null;
}
