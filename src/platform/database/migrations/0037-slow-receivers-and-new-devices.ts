import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a slow receiver may hold up, and devices that nobody knows yet. */
export class SlowReceiversAndNewDevices1764000000037 implements MigrationInterface {
  readonly name = 'SlowReceiversAndNewDevices1764000000037';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE webhook_delivery ADD COLUMN under_way boolean NOT NULL DEFAULT false');
    await runner.query('CREATE INDEX webhook_delivery_under_way ON webhook_delivery (webhook_id) WHERE under_way');
    // What is due is looked for webhook by webhook, so that one with many deliveries costs the others nothing.
    await runner.query('DROP INDEX webhook_delivery_due');
    await runner.query(`CREATE INDEX webhook_delivery_due ON webhook_delivery (webhook_id, due_at) WHERE state = 'waiting'`);
    await runner.query('ALTER TABLE enrolment_token ADD COLUMN quarantine boolean NOT NULL DEFAULT false');
    await runner.query(`
      ALTER TABLE device
        ADD COLUMN awaits_approval boolean NOT NULL DEFAULT false,
        ADD COLUMN claim_awaits_approval boolean NOT NULL DEFAULT false,
        ADD CONSTRAINT device_awaits_approval_in_quarantine CHECK (quarantined OR NOT awaits_approval)`);
    await runner.query('DROP TRIGGER device_marks_its_deployments_due ON device');
    await runner.query(`
      CREATE TRIGGER device_marks_its_deployments_due AFTER UPDATE ON device
        FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name OR OLD.has_display IS DISTINCT FROM NEW.has_display OR OLD.incarnation IS DISTINCT FROM NEW.incarnation
              OR OLD.quarantined IS DISTINCT FROM NEW.quarantined OR OLD.awaits_approval IS DISTINCT FROM NEW.awaits_approval)
        EXECUTE FUNCTION device_marks_its_deployments_due()`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
