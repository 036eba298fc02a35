import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the endpoint agent sees of its remote agent beside that it is there: the process, its troubles, its repairs, a restart that is due. */
export class Troubles1764000000018 implements MigrationInterface {
  readonly name = 'Troubles1764000000018';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE deployment_evidence
        ADD COLUMN process text,
        ADD COLUMN verified_process text,
        ADD COLUMN verified_proof integer,
        ADD COLUMN troubles jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN reinstalls integer NOT NULL DEFAULT 0,
        ADD COLUMN restarts integer NOT NULL DEFAULT 0,
        ADD COLUMN reboot_pending boolean NOT NULL DEFAULT false`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
