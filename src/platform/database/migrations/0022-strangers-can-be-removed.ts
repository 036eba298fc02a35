import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A remote agent that nobody deployed can be removed on request, and one that was installed by hand for our engine is told apart. */
export class StrangersCanBeRemoved1764000000022 implements MigrationInterface {
  readonly name = 'StrangersCanBeRemoved1764000000022';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE stranger_agent
        ADD COLUMN code text NOT NULL DEFAULT 'RA-SEC-05',
        ADD COLUMN removal_asked_by text,
        ADD COLUMN removal_asked_at timestamptz,
        ADD COLUMN removal_instruction_id uuid,
        ADD CONSTRAINT stranger_agent_is_removed_for_somebody CHECK ((removal_asked_by IS NULL) = (removal_asked_at IS NULL))`);
    await runner.query('CREATE INDEX stranger_agent_to_remove ON stranger_agent (device_id) WHERE removal_asked_at IS NOT NULL AND removal_instruction_id IS NULL');
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
