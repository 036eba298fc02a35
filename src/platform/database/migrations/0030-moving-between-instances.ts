import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A deployment that serves its device until the one at another provider instance is proven; only then is it removed. */
export class MovingBetweenInstances1764000000030 implements MigrationInterface {
  readonly name = 'MovingBetweenInstances1764000000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE deployment
        ADD COLUMN moving_to uuid REFERENCES provider_instance (id) ON DELETE RESTRICT,
        ADD CONSTRAINT deployment_moves_while_it_serves CHECK (moving_to IS NULL OR (desired = 'present' AND moving_to <> provider_instance_id))`);
    // Which of its deployments speaks for a device depends on it.
    await runner.query(`
      CREATE TRIGGER moving_deployments_mark_their_tally AFTER UPDATE ON deployment FOR EACH ROW
        WHEN (OLD.moving_to IS DISTINCT FROM NEW.moving_to) EXECUTE FUNCTION changed_statuses_mark_their_tally()`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
