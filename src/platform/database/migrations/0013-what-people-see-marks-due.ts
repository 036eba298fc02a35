import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Deployments at rest are looked at when something about them changes: here what the device itself says and no policy depends on,
 * its name at the provider and whether there is a screen to see.
 */
export class WhatPeopleSeeMarksDue1764000000013 implements MigrationInterface {
  readonly name = 'WhatPeopleSeeMarksDue1764000000013';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION device_marks_its_deployments_due() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE deployment SET due_at = now() WHERE device_id = NEW.id AND removed_at IS NULL;
        IF FOUND THEN PERFORM pg_notify('latchkey_reconcile', ''); END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER device_marks_its_deployments_due AFTER UPDATE ON device FOR EACH ROW
        WHEN ((OLD.name, OLD.has_display, OLD.incarnation) IS DISTINCT FROM (NEW.name, NEW.has_display, NEW.incarnation))
        EXECUTE FUNCTION device_marks_its_deployments_due();
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
