import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A page for each provider instance: how it answers, what it is told, and what has happened to it. */
export class AdministeringProviders1764000000028 implements MigrationInterface {
  readonly name = 'AdministeringProviders1764000000028';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE provider_instance
        ADD COLUMN started_at timestamptz,
        ADD COLUMN probed_at timestamptz,
        ADD COLUMN round_trip_ms integer,
        ADD COLUMN paused_reason text,
        ADD COLUMN longest_launch_minutes integer,
        ADD CONSTRAINT provider_instance_longest_launch_is_a_time CHECK (longest_launch_minutes BETWEEN 1 AND 1440)`);
    await runner.query('ALTER TABLE provider_act DROP CONSTRAINT provider_act_kind_is_known');
    await runner.query(`
      ALTER TABLE provider_act ADD CONSTRAINT provider_act_kind_is_known
        CHECK (kind IN ('ensure-site', 'ensure-installer', 'place-endpoint', 'remove-endpoint', 'adopt-endpoint', 'mint-launch', 'revoke-launch', 'judge-cookie',
                        'probe-instance', 'open-administration'))`);
    await runner.query(`
      CREATE TABLE provider_event (
        id uuid PRIMARY KEY,
        provider_instance_id uuid NOT NULL REFERENCES provider_instance ON DELETE CASCADE,
        at timestamptz NOT NULL DEFAULT now(),
        kind text NOT NULL CONSTRAINT provider_event_kind_is_known CHECK (kind IN ('reachable', 'unreachable', 'refused', 'started', 'version')),
        code text,
        detail text
      )`);
    await runner.query('CREATE INDEX provider_event_by_instance ON provider_event (provider_instance_id, at DESC)');
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
