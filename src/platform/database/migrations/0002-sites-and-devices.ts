import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Client companies, their sites and the devices enrolled there. */
export class SitesAndDevices1764000000002 implements MigrationInterface {
  readonly name = 'SitesAndDevices1764000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE client (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX client_name_is_unique ON client (lower(name));
      CREATE INDEX client_by_name ON client (name, id);

      CREATE TABLE provider_instance (
        id uuid PRIMARY KEY,
        kind text NOT NULL,
        name text NOT NULL,
        region text,
        embedded boolean NOT NULL DEFAULT false,
        connection jsonb NOT NULL DEFAULT '{}',
        health text NOT NULL DEFAULT 'unknown' CONSTRAINT provider_instance_health_is_known CHECK (health IN ('unknown', 'reachable', 'unreachable', 'refused')),
        health_code text,
        health_detail text,
        health_since timestamptz NOT NULL DEFAULT now(),
        checked_at timestamptz,
        engine_version text,
        below_floor boolean NOT NULL DEFAULT false,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX provider_instance_name_is_unique ON provider_instance (lower(name));
      CREATE UNIQUE INDEX provider_instance_embedded_is_one_per_kind ON provider_instance (kind) WHERE embedded;

      CREATE TABLE site (
        id uuid PRIMARY KEY,
        client_id uuid NOT NULL REFERENCES client (id) ON DELETE RESTRICT,
        name text NOT NULL,
        time_zone text NOT NULL,
        region text,
        provider_instance_id uuid REFERENCES provider_instance (id) ON DELETE RESTRICT,
        placement_reason text,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX site_name_is_unique_in_client ON site (client_id, lower(name));
      CREATE INDEX site_by_name ON site (name, id);

      CREATE TABLE operator_scope (
        operator_id uuid NOT NULL REFERENCES operator (id) ON DELETE CASCADE,
        client_id uuid REFERENCES client (id) ON DELETE CASCADE,
        site_id uuid REFERENCES site (id) ON DELETE CASCADE,
        CONSTRAINT operator_scope_names_a_client_or_a_site CHECK ((client_id IS NULL) <> (site_id IS NULL)),
        CONSTRAINT operator_scope_is_said_once UNIQUE NULLS NOT DISTINCT (operator_id, client_id, site_id)
      );

      CREATE TABLE enrolment_token (
        id uuid PRIMARY KEY,
        site_id uuid NOT NULL REFERENCES site (id) ON DELETE CASCADE,
        secret_hash bytea NOT NULL,
        expires_at timestamptz NOT NULL,
        max_uses integer CONSTRAINT enrolment_token_allows_a_use CHECK (max_uses >= 1),
        uses integer NOT NULL DEFAULT 0,
        revoked_at timestamptz,
        created_by uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT enrolment_token_is_not_overused CHECK (max_uses IS NULL OR uses <= max_uses)
      );
      CREATE INDEX enrolment_token_by_site ON enrolment_token (site_id, created_at DESC);

      CREATE TABLE device (
        id uuid PRIMARY KEY,
        site_id uuid NOT NULL REFERENCES site (id) ON DELETE RESTRICT,
        hardware_id text NOT NULL,
        public_key text NOT NULL CONSTRAINT device_public_key_is_unique UNIQUE,
        hostname text NOT NULL,
        display_name text,
        name text NOT NULL GENERATED ALWAYS AS (coalesce(display_name, hostname)) STORED,
        os text NOT NULL CONSTRAINT device_os_is_known CHECK (os IN ('linux', 'windows', 'macos')),
        os_version text NOT NULL DEFAULT '',
        arch text NOT NULL CONSTRAINT device_arch_is_known CHECK (arch IN ('x64', 'arm64', 'x86', 'arm')),
        agent_version text NOT NULL DEFAULT '',
        last_user text,
        tags text[] NOT NULL DEFAULT '{}',
        interactive_sessions integer NOT NULL DEFAULT 0,
        can_prompt boolean NOT NULL DEFAULT false,
        has_display boolean NOT NULL DEFAULT false,
        inventory_at timestamptz,
        inventory_hash text,
        incarnation integer NOT NULL DEFAULT 1,
        quarantined boolean NOT NULL DEFAULT false,
        claim_public_key text CONSTRAINT device_claim_key_is_unique UNIQUE,
        claim_site_id uuid,
        claimed_at timestamptz,
        revoked_at timestamptz,
        retired_at timestamptz,
        next_instruction_seq bigint NOT NULL DEFAULT 1,
        enrolled_at timestamptz NOT NULL DEFAULT now(),
        version integer NOT NULL DEFAULT 1,
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT device_claim_is_whole CHECK ((claim_public_key IS NULL) = (claim_site_id IS NULL) AND (claim_public_key IS NULL) = (claimed_at IS NULL))
      );
      CREATE INDEX device_by_name ON device (name, id);
      CREATE INDEX device_by_site ON device (site_id, name, id);
      CREATE INDEX device_by_hardware ON device (hardware_id);

      CREATE TABLE gateway (
        id uuid PRIMARY KEY,
        started_at timestamptz NOT NULL DEFAULT now(),
        seen_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE device_presence (
        device_id uuid PRIMARY KEY REFERENCES device (id) ON DELETE CASCADE,
        online boolean NOT NULL,
        connection_id uuid,
        gateway_id uuid,
        connected_at timestamptz,
        offline_since timestamptz,
        last_seen_at timestamptz NOT NULL
      ) WITH (fillfactor = 50);
      CREATE INDEX device_presence_by_offline_since ON device_presence (offline_since, device_id);
      CREATE INDEX device_presence_by_gateway ON device_presence (gateway_id) WHERE online;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
