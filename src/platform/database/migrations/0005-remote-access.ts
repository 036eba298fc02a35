import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What providers are known to hold, what core does there for web, and the launches of operators. */
export class RemoteAccess1764000000005 implements MigrationInterface {
  readonly name = 'RemoteAccess1764000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE instance_key (
        purpose text NOT NULL,
        id text NOT NULL,
        public_key text NOT NULL,
        signature text,
        sealed_private_key bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (purpose, id)
      );

      CREATE TABLE server_key (
        id text PRIMARY KEY,
        purpose text NOT NULL CONSTRAINT server_key_purpose_is_known CHECK (purpose IN ('root', 'instruction')),
        public_key text NOT NULL,
        signature text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE provider_secret (
        provider_instance_id uuid NOT NULL REFERENCES provider_instance (id) ON DELETE CASCADE,
        name text NOT NULL,
        sealed bytea NOT NULL,
        PRIMARY KEY (provider_instance_id, name)
      );

      CREATE TABLE provider_site (
        provider_instance_id uuid NOT NULL REFERENCES provider_instance (id) ON DELETE CASCADE,
        site_id uuid NOT NULL REFERENCES site (id) ON DELETE CASCADE,
        remote_group_id text NOT NULL,
        ensured_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (provider_instance_id, site_id)
      );

      CREATE TABLE remote_endpoint (
        provider_instance_id uuid NOT NULL REFERENCES provider_instance (id) ON DELETE CASCADE,
        remote_id text NOT NULL,
        device_id uuid REFERENCES device (id) ON DELETE SET NULL,
        remote_group_id text,
        name text NOT NULL DEFAULT '',
        mark text,
        version text,
        connected boolean NOT NULL DEFAULT false,
        connected_at timestamptz,
        seen_at timestamptz NOT NULL DEFAULT now(),
        first_seen_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (provider_instance_id, remote_id)
      );
      CREATE INDEX remote_endpoint_by_device ON remote_endpoint (device_id);

      CREATE TABLE artifact (
        provider_instance_id uuid NOT NULL REFERENCES provider_instance (id) ON DELETE CASCADE,
        platform text NOT NULL,
        sha256 text NOT NULL,
        size integer NOT NULL,
        format text NOT NULL,
        bytes bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (provider_instance_id, platform)
      );
      CREATE INDEX artifact_by_sha256 ON artifact (sha256);

      CREATE TABLE launch (
        id uuid PRIMARY KEY,
        operator_id uuid NOT NULL REFERENCES operator (id) ON DELETE RESTRICT,
        session_id uuid,
        device_id uuid NOT NULL REFERENCES device (id) ON DELETE CASCADE,
        deployment_id uuid NOT NULL REFERENCES deployment (id) ON DELETE CASCADE,
        mode text NOT NULL CONSTRAINT launch_mode_is_known CHECK (mode IN ('desktop', 'terminal', 'files')),
        reason text,
        state text NOT NULL CONSTRAINT launch_state_is_known CHECK (state IN ('requested', 'redeemed', 'minted', 'active', 'ended', 'refused')),
        ticket_hash bytea NOT NULL CONSTRAINT launch_ticket_is_unique UNIQUE,
        ticket_expires_at timestamptz NOT NULL,
        redeemed_at timestamptz,
        remote_id text,
        share_id text,
        share_path text,
        share_expires_at timestamptz,
        entry_hash bytea,
        entry_used_at timestamptz,
        browser_hash bytea,
        requested_at timestamptz NOT NULL DEFAULT now(),
        opened_at timestamptz,
        last_active_at timestamptz,
        ended_at timestamptz,
        end_reason text,
        refusal_code text,
        bytes_in bigint NOT NULL DEFAULT 0,
        bytes_out bigint NOT NULL DEFAULT 0
      );
      CREATE INDEX launch_by_time ON launch (requested_at DESC, id DESC);
      CREATE INDEX launch_by_device ON launch (device_id, requested_at DESC);
      CREATE INDEX launch_live ON launch (state) WHERE state IN ('redeemed', 'minted', 'active');
      CREATE UNIQUE INDEX launch_entry_is_unique ON launch (entry_hash);
      CREATE UNIQUE INDEX launch_browser_is_unique ON launch (browser_hash);

      CREATE TABLE provider_act (
        id uuid PRIMARY KEY,
        kind text NOT NULL CONSTRAINT provider_act_kind_is_known CHECK (kind IN (
          'ensure-site', 'ensure-installer', 'place-endpoint', 'remove-endpoint', 'mint-launch', 'revoke-launch', 'judge-cookie')),
        provider_instance_id uuid NOT NULL REFERENCES provider_instance (id) ON DELETE CASCADE,
        site_id uuid,
        deployment_id uuid REFERENCES deployment (id) ON DELETE CASCADE,
        launch_id uuid REFERENCES launch (id) ON DELETE CASCADE,
        request jsonb NOT NULL DEFAULT '{}',
        state text NOT NULL DEFAULT 'waiting' CONSTRAINT provider_act_state_is_known CHECK (state IN ('waiting', 'done', 'failed')),
        answer jsonb,
        error_code text,
        error_detail text,
        attempts integer NOT NULL DEFAULT 0,
        due_at timestamptz NOT NULL DEFAULT now(),
        created_at timestamptz NOT NULL DEFAULT now(),
        done_at timestamptz
      );
      CREATE INDEX provider_act_waiting ON provider_act (due_at) WHERE state = 'waiting';
      CREATE INDEX provider_act_by_deployment ON provider_act (deployment_id) WHERE state = 'waiting';
      CREATE INDEX provider_act_done ON provider_act (done_at) WHERE state <> 'waiting';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
