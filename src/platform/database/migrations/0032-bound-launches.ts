import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A launch ticket is good in the browser and on the network that asked for it, and remembers that a sensitive site was given its proof and
 * whether the person at the device is asked first; of a launch that is open during the update that is not known, so it waits for an answer.
 */
export class BoundLaunches1764000000032 implements MigrationInterface {
  readonly name = 'BoundLaunches1764000000032';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE launch
        ADD COLUMN user_agent_hash bytea,
        ADD COLUMN network text,
        ADD COLUMN is_proven boolean NOT NULL DEFAULT false,
        ADD COLUMN asks_first boolean NOT NULL DEFAULT true`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
