import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Support sessions that are held at a provider's own pages. What is known of the place there outlives the instance: it is part of the record. */
export class SupportSessionsAway1764000000042 implements MigrationInterface {
  readonly name = 'SupportSessionsAway1764000000042';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE provider_act DROP CONSTRAINT provider_act_kind_is_known');
    await runner.query(`
      ALTER TABLE provider_act ADD CONSTRAINT provider_act_kind_is_known
        CHECK (kind IN ('ensure-site', 'ensure-installer', 'place-endpoint', 'remove-endpoint', 'adopt-endpoint', 'mint-launch', 'revoke-launch', 'judge-cookie',
                        'probe-instance', 'open-administration', 'try-connection', 'look-at-endpoint', 'open-support'))`);
    await runner.query('ALTER TABLE support_session DROP CONSTRAINT support_session_end_reason_is_known');
    await runner.query(`
      ALTER TABLE support_session
        ADD COLUMN provider_instance_id uuid REFERENCES provider_instance (id) ON DELETE SET NULL,
        ADD COLUMN provider_name text,
        ADD COLUMN remote_id text,
        ADD COLUMN guest_url text,
        ADD COLUMN host_url text,
        ADD COLUMN followed_at timestamptz NOT NULL DEFAULT now(),
        ADD CONSTRAINT support_session_end_reason_is_known CHECK (end_reason IN ('host', 'guest', 'time-out', 'revoked', 'consent-withdrawn', 'at-provider')),
        ADD CONSTRAINT support_session_is_at_a_provider_wholly
          CHECK ((remote_id IS NULL) = (guest_url IS NULL) AND (remote_id IS NULL) = (host_url IS NULL) AND (remote_id IS NULL OR provider_name IS NOT NULL)),
        ADD CONSTRAINT support_session_that_is_here_has_no_provider CHECK (provider_instance_id IS NULL OR provider_name IS NOT NULL)`);
    await runner.query(`CREATE INDEX support_session_to_follow ON support_session (followed_at) WHERE remote_id IS NOT NULL AND state <> 'ended'`);
    await runner.query('CREATE INDEX support_session_by_provider_instance ON support_session (provider_instance_id)');
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
