import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who or what moved a deployment: a mark knows the change that set it, a release and a cleared cause keep whose they are. */
export class WhatMovedIt1764000000011 implements MigrationInterface {
  readonly name = 'WhatMovedIt1764000000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX audit_entry_by_transaction ON audit_entry (tx);
      ALTER TABLE deployment ADD COLUMN released_by text, ADD COLUMN release_cause text;
      ALTER TABLE deployment_evidence ADD COLUMN cleared_by text, ADD COLUMN cleared_at timestamptz;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
