import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Failures are grouped by cause, people say which remedies help, and a rollout knows what was asked for. */
export class Causes1764000000019 implements MigrationInterface {
  readonly name = 'Causes1764000000019';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX deployment_status_by_code ON deployment_status (error_code, phase) WHERE error_code IS NOT NULL');
    // What was asked for, so that people can read it; null for changes that nobody made by hand.
    await runner.query('ALTER TABLE rollout ADD COLUMN request jsonb');
    await runner.query(`
      CREATE TABLE catalogue_feedback (
        code text NOT NULL,
        operator_id uuid NOT NULL REFERENCES operator (id) ON DELETE CASCADE,
        helped boolean NOT NULL,
        note text NOT NULL,
        said_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (code, operator_id)
      )`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
