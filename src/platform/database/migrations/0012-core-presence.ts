import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which core processes are alive, so that web can say when none is. */
export class CorePresence1764000000012 implements MigrationInterface {
  readonly name = 'CorePresence1764000000012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE core_process (
        id uuid PRIMARY KEY,
        started_at timestamptz NOT NULL DEFAULT now(),
        seen_at timestamptz NOT NULL DEFAULT now()
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
