import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A cause that comes and goes cannot make a device try for ever: the attempts of a day are counted beside those in a row. */
export class AttemptsOfADay1764000000021 implements MigrationInterface {
  readonly name = 'AttemptsOfADay1764000000021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE deployment_evidence ADD COLUMN attempts_of_day int NOT NULL DEFAULT 0, ADD COLUMN day_began_at timestamptz');
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
