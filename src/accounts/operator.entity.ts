import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from './roles/rights.js';

/** One account of the console. */
@Entity('operator')
export class OperatorEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') email!: string;
  @Column('text') name!: string;
  /** Null: cannot sign in by password. */
  @Column('text', { name: 'password_hash', nullable: true, select: false }) passwordHash!: string | null;
  @Column('text') role!: Role;
  @Column('boolean', { name: 'allow_remote_control' }) allowRemoteControl!: boolean;
  @Column('boolean', { name: 'scope_all' }) scopeAll!: boolean;
  @Column('boolean') disabled!: boolean;
  @Column('integer') version!: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt!: Date;
}
