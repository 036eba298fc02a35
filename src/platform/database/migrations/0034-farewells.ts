import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A device that leaves takes leave of its endpoint agent too, once nothing else is left on it; whoever has not yet is found without reading those who have. */
export class Farewells1764000000034 implements MigrationInterface {
  readonly name = 'Farewells1764000000034';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE device ADD COLUMN agent_removed_at timestamptz');
    await runner.query('CREATE INDEX device_keeps_its_agent ON device (id) WHERE retired_at IS NOT NULL AND agent_removed_at IS NULL AND revoked_at IS NULL');
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
