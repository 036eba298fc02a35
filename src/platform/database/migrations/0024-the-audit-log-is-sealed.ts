import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Committed audit entries are sealed one after the other into a chain of hashes, whose state is signed now and then. */
export class TheAuditLogIsSealed1764000000024 implements MigrationInterface {
  readonly name = 'TheAuditLogIsSealed1764000000024';

  async up(runner: QueryRunner): Promise<void> {
    // No foreign key: an entry that is gone must be missed, not kept by force.
    await runner.query(`
      CREATE TABLE audit_seal (
        seq bigint PRIMARY KEY CONSTRAINT audit_seal_begins_at_one CHECK (seq >= 1),
        entry_id uuid NOT NULL CONSTRAINT audit_seal_is_one_per_entry UNIQUE,
        hash bytea NOT NULL CONSTRAINT audit_seal_hash_is_sha256 CHECK (octet_length(hash) = 32)
      )`);
    await runner.query(`
      CREATE TABLE audit_checkpoint (
        seq bigint PRIMARY KEY,
        document jsonb NOT NULL,
        made_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`
      CREATE TABLE audit_sealer (
        only_one boolean PRIMARY KEY DEFAULT true CONSTRAINT audit_sealer_is_one CHECK (only_one),
        sealed_below xid8 NOT NULL DEFAULT '0',
        shipped_seq bigint NOT NULL DEFAULT 0,
        shipping_failure text
      )`);
    await runner.query('INSERT INTO audit_sealer DEFAULT VALUES');
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
