import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Launches follow their policy: how long one may do nothing, who has to be asked, and which sites want a fresh proof. */
export class LaunchesByPolicy1764000000027 implements MigrationInterface {
  readonly name = 'LaunchesByPolicy1764000000027';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE launch ADD COLUMN idle_minutes integer NOT NULL DEFAULT 30');
    await runner.query(`CREATE INDEX launch_live_of_device ON launch (device_id) WHERE state IN ('redeemed', 'minted', 'active')`);
    await runner.query('ALTER TABLE site ADD COLUMN sensitive boolean NOT NULL DEFAULT false');
    await runner.query(`
      CREATE TABLE launch_permission (
        id uuid PRIMARY KEY,
        kind text NOT NULL CONSTRAINT launch_permission_kind_is_known CHECK (kind IN ('second-person', 'company')),
        operator_id uuid NOT NULL REFERENCES operator ON DELETE CASCADE,
        device_id uuid NOT NULL REFERENCES device ON DELETE CASCADE,
        mode text NOT NULL,
        reason text,
        state text NOT NULL DEFAULT 'waiting' CONSTRAINT launch_permission_state_is_known CHECK (state IN ('waiting', 'granted', 'refused')),
        asked_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        decided_by uuid REFERENCES operator ON DELETE SET NULL,
        decided_by_name text,
        decided_at timestamptz,
        good_until timestamptz
      )`);
    await runner.query(`CREATE UNIQUE INDEX launch_permission_is_asked_once ON launch_permission (device_id, operator_id, kind) WHERE state = 'waiting'`);
    await runner.query(`CREATE INDEX launch_permission_granted ON launch_permission (device_id, operator_id) WHERE state = 'granted'`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
