import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A device whose identity was copied says so in its status, as soon as it is flagged and until somebody has released it. */
export class QuarantineIsAStatus1764000000023 implements MigrationInterface {
  readonly name = 'QuarantineIsAStatus1764000000023';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER device_marks_its_deployments_due ON device');
    await runner.query(`
      CREATE TRIGGER device_marks_its_deployments_due AFTER UPDATE ON device FOR EACH ROW
        WHEN (OLD.name IS DISTINCT FROM NEW.name OR OLD.has_display IS DISTINCT FROM NEW.has_display
              OR OLD.incarnation IS DISTINCT FROM NEW.incarnation OR OLD.quarantined IS DISTINCT FROM NEW.quarantined)
        EXECUTE FUNCTION device_marks_its_deployments_due()`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
