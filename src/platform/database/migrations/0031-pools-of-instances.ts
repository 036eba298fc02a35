import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many devices an instance is meant for, and whether new sites are placed on it. */
export class PoolsOfInstances1764000000031 implements MigrationInterface {
  readonly name = 'PoolsOfInstances1764000000031';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE provider_instance
        ADD COLUMN capacity integer,
        ADD COLUMN takes_sites boolean NOT NULL DEFAULT true,
        ADD CONSTRAINT provider_instance_capacity_is_a_number_of_devices CHECK (capacity > 0)`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
