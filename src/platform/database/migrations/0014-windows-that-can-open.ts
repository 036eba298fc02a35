import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A window in words that nobody understands would never open, and its rollout would wait for ever without a word. */
export class WindowsThatCanOpen1764000000014 implements MigrationInterface {
  readonly name = 'WindowsThatCanOpen1764000000014';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE rollout ADD CONSTRAINT rollout_window_can_open CHECK (maintenance_window IS NULL OR coalesce(
        maintenance_window -> 'days' ?| ARRAY['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
        AND maintenance_window ->> 'from' ~ '^\\d\\d:\\d\\d$' AND maintenance_window ->> 'to' ~ '^\\d\\d:\\d\\d$', false))`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
