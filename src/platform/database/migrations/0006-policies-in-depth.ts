import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Device groups, what sets single devices apart from their site, and changes that are planned, approved and rolled out in waves. */
export class PoliciesInDepth1764000000006 implements MigrationInterface {
  readonly name = 'PoliciesInDepth1764000000006';

  async up(runner: QueryRunner): Promise<void> {
    await groups(runner);
    await apart(runner);
    await changes(runner);
    await desiredState(runner);
    await sitesBetweenClients(runner);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}

async function groups(runner: QueryRunner): Promise<void> {
  await runner.query(`
    ALTER TABLE device ADD COLUMN device_type text NOT NULL DEFAULT 'unknown'
      CONSTRAINT device_type_is_known CHECK (device_type IN ('server', 'workstation', 'laptop', 'virtual', 'unknown'));

    CREATE TABLE device_group (
      id uuid PRIMARY KEY,
      client_id uuid REFERENCES client (id) ON DELETE RESTRICT,
      name text NOT NULL,
      description text NOT NULL DEFAULT '',
      filter text NOT NULL,
      version integer NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE UNIQUE INDEX device_group_name_is_unique ON device_group (lower(name));
    CREATE INDEX device_group_by_name ON device_group (name, id);

    CREATE TABLE device_group_member (
      group_id uuid NOT NULL REFERENCES device_group (id) ON DELETE CASCADE,
      device_id uuid NOT NULL REFERENCES device (id) ON DELETE CASCADE,
      PRIMARY KEY (group_id, device_id)
    );
    CREATE INDEX device_group_member_by_device ON device_group_member (device_id, group_id);

    CREATE TABLE stale_membership (
      device_id uuid NOT NULL,
      marked_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    CREATE INDEX stale_membership_by_age ON stale_membership (marked_at);

    ALTER TABLE package_entry DROP CONSTRAINT package_entry_pkey;
    ALTER TABLE package_entry ADD COLUMN device_group_id uuid REFERENCES device_group (id) ON DELETE RESTRICT;
    ALTER TABLE package_entry ADD CONSTRAINT package_entry_is_one_per_policy_and_group UNIQUE NULLS NOT DISTINCT (package_id, policy_id, device_group_id);
    CREATE INDEX package_entry_by_group ON package_entry (device_group_id) WHERE device_group_id IS NOT NULL`);
}

async function apart(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE exclusion (
      id uuid PRIMARY KEY,
      kind text NOT NULL CONSTRAINT exclusion_kind_is_known CHECK (kind IN ('exclude', 'pin')),
      site_id uuid REFERENCES site (id) ON DELETE CASCADE,
      device_group_id uuid REFERENCES device_group (id) ON DELETE RESTRICT,
      device_id uuid REFERENCES device (id) ON DELETE CASCADE,
      reason text NOT NULL CONSTRAINT exclusion_says_why CHECK (reason <> ''),
      author_id uuid,
      author_name text NOT NULL,
      expires_at timestamptz,
      ended_at timestamptz,
      version integer NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT exclusion_has_one_target CHECK (num_nonnulls(site_id, device_group_id, device_id) = 1)
    );
    CREATE INDEX exclusion_by_site ON exclusion (site_id) WHERE ended_at IS NULL;
    CREATE INDEX exclusion_by_group ON exclusion (device_group_id) WHERE ended_at IS NULL;
    CREATE INDEX exclusion_by_device ON exclusion (device_id) WHERE ended_at IS NULL;
    CREATE INDEX exclusion_by_expiry ON exclusion (expires_at) WHERE ended_at IS NULL AND expires_at IS NOT NULL;

    CREATE TABLE device_override (
      device_id uuid PRIMARY KEY REFERENCES device (id) ON DELETE CASCADE,
      settings jsonb NOT NULL,
      may_loosen boolean NOT NULL DEFAULT false,
      reason text NOT NULL CONSTRAINT override_says_why CHECK (reason <> ''),
      author_id uuid,
      author_name text NOT NULL,
      expires_at timestamptz,
      version integer NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT override_that_loosens_expires CHECK (NOT may_loosen OR (expires_at IS NOT NULL AND expires_at <= updated_at + interval '30 days 1 hour'))
    );
    CREATE INDEX device_override_by_expiry ON device_override (expires_at) WHERE expires_at IS NOT NULL;

    CREATE TABLE policy_locks (
      singleton boolean PRIMARY KEY DEFAULT true CONSTRAINT policy_locks_are_one CHECK (singleton),
      settings jsonb NOT NULL DEFAULT '{}',
      version integer NOT NULL DEFAULT 1,
      updated_at timestamptz NOT NULL DEFAULT now()
    );
    INSERT INTO policy_locks DEFAULT VALUES`);
}

async function changes(runner: QueryRunner): Promise<void> {
  await runner.query(`
    ALTER TABLE installation
      ADD COLUMN frozen boolean NOT NULL DEFAULT false,
      ADD COLUMN frozen_reason text NOT NULL DEFAULT '',
      ADD COLUMN frozen_by text,
      ADD COLUMN frozen_at timestamptz,
      ADD COLUMN needs_second_person boolean NOT NULL DEFAULT false,
      ADD COLUMN rollout_defaults jsonb NOT NULL DEFAULT '{"waves": ["1", "10", "100", "25%", "100%"], "soakSeconds": 60, "ratePerMinute": null, "window": null}',
      ADD COLUMN version integer NOT NULL DEFAULT 1;

    CREATE TABLE rollout (
      id uuid PRIMARY KEY,
      title text NOT NULL,
      plan_hash text NOT NULL,
      requested_by uuid,
      requested_by_name text NOT NULL,
      state text NOT NULL DEFAULT 'running'
        CONSTRAINT rollout_state_is_known CHECK (state IN ('running', 'paused', 'halted', 'aborted', 'done', 'superseded')),
      state_reason text NOT NULL DEFAULT '',
      state_at timestamptz NOT NULL DEFAULT now(),
      waves jsonb NOT NULL,
      soak_seconds integer NOT NULL CONSTRAINT rollout_soak_is_not_negative CHECK (soak_seconds >= 0),
      rate_per_minute integer CONSTRAINT rollout_rate_is_positive CHECK (rate_per_minute > 0),
      maintenance_window jsonb,
      wave integer NOT NULL DEFAULT 0 CONSTRAINT rollout_wave_is_not_negative CHECK (wave >= 0),
      wave_opened_at timestamptz,
      device_count integer NOT NULL,
      look_again_at timestamptz NOT NULL DEFAULT now(),
      version integer NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL DEFAULT now(),
      ended_at timestamptz
    );
    CREATE INDEX rollout_by_age ON rollout (created_at DESC, id DESC);
    CREATE INDEX rollout_to_look_at ON rollout (look_again_at) WHERE ended_at IS NULL;

    CREATE TABLE rollout_device (
      rollout_id uuid NOT NULL REFERENCES rollout (id) ON DELETE CASCADE,
      device_id uuid NOT NULL REFERENCES device (id) ON DELETE CASCADE,
      action text NOT NULL CONSTRAINT rollout_action_is_known CHECK (action IN ('install', 'update', 'remove')),
      wave integer,
      released_at timestamptz,
      outcome text CONSTRAINT rollout_outcome_is_known CHECK (outcome IN ('settled', 'failed', 'withdrawn', 'superseded')),
      outcome_code text,
      outcome_at timestamptz,
      PRIMARY KEY (rollout_id, device_id),
      CONSTRAINT rollout_device_is_released_in_a_wave CHECK (released_at IS NULL OR wave IS NOT NULL)
    );
    CREATE INDEX rollout_device_by_wave ON rollout_device (rollout_id, wave);
    CREATE INDEX rollout_device_waiting ON rollout_device (rollout_id, device_id) WHERE released_at IS NULL AND outcome IS NULL;
    CREATE INDEX rollout_device_by_device ON rollout_device (device_id);

    CREATE TABLE change_plan (
      hash text PRIMARY KEY,
      request_hash text NOT NULL,
      base jsonb NOT NULL,
      moves jsonb NOT NULL,
      made_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX change_plan_by_age ON change_plan (made_at);

    CREATE TABLE approval (
      id uuid PRIMARY KEY,
      plan_hash text NOT NULL,
      plan jsonb NOT NULL,
      request jsonb NOT NULL,
      title text NOT NULL,
      requested_by uuid NOT NULL REFERENCES operator (id) ON DELETE CASCADE,
      requested_by_name text NOT NULL,
      state text NOT NULL DEFAULT 'waiting'
        CONSTRAINT approval_state_is_known CHECK (state IN ('waiting', 'approved', 'rejected', 'void', 'expired')),
      decided_by uuid,
      decided_by_name text,
      decided_at timestamptz,
      note text NOT NULL DEFAULT '',
      expires_at timestamptz NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT approval_needs_a_second_person CHECK (state <> 'approved' OR decided_by <> requested_by)
    );
    CREATE INDEX approval_by_age ON approval (created_at DESC, id DESC);

    CREATE TABLE offboarding (
      id uuid PRIMARY KEY,
      client_id uuid NOT NULL UNIQUE,
      client_name text NOT NULL,
      requested_by uuid,
      requested_by_name text NOT NULL,
      reason text NOT NULL DEFAULT '',
      started_at timestamptz NOT NULL DEFAULT now(),
      certificate jsonb,
      certified_at timestamptz,
      CONSTRAINT offboarding_certificate_has_a_time CHECK ((certificate IS NULL) = (certified_at IS NULL))
    )`);
}

/** What was released to a device, what is newest for it, and what waits in between. */
async function desiredState(runner: QueryRunner): Promise<void> {
  await runner.query(`
    ALTER TABLE dirty_site
      ADD COLUMN rollout_id uuid,
      ADD COLUMN at_once boolean NOT NULL DEFAULT false,
      ADD COLUMN tx xid8 NOT NULL DEFAULT pg_current_xact_id();
    CREATE INDEX dirty_site_by_tx ON dirty_site (tx);

    CREATE TABLE effective_settings (
      hash text PRIMARY KEY,
      settings jsonb NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now()
    );

    INSERT INTO effective_settings (hash, settings) SELECT DISTINCT encode(sha256(convert_to(settings::text, 'UTF8')), 'hex'), settings FROM deployment;
    ALTER TABLE deployment
      ADD COLUMN released_settings text REFERENCES effective_settings (hash) ON DELETE RESTRICT,
      ADD COLUMN newest_settings text REFERENCES effective_settings (hash) ON DELETE RESTRICT,
      ADD COLUMN pending text CONSTRAINT deployment_pending_is_known CHECK (pending IN ('present', 'absent')),
      ADD COLUMN pending_hash text,
      ADD COLUMN pending_site_id uuid REFERENCES site (id) ON DELETE RESTRICT,
      ADD COLUMN pending_since timestamptz,
      ADD COLUMN rollout_id uuid REFERENCES rollout (id) ON DELETE RESTRICT,
      ADD COLUMN pinned_by uuid,
      ADD COLUMN excluded_by uuid,
      ADD CONSTRAINT deployment_waits_as_a_whole CHECK ((pending IS NULL) = (pending_hash IS NULL) AND (pending IS NULL) = (pending_since IS NULL)),
      ADD CONSTRAINT deployment_of_a_rollout_waits CHECK (rollout_id IS NULL OR pending IS NOT NULL);
    UPDATE deployment SET released_settings = encode(sha256(convert_to(settings::text, 'UTF8')), 'hex'), newest_settings = encode(sha256(convert_to(settings::text, 'UTF8')), 'hex');
    ALTER TABLE deployment
      ALTER COLUMN released_settings SET NOT NULL,
      ALTER COLUMN newest_settings SET NOT NULL,
      DROP COLUMN settings;
    CREATE INDEX deployment_pending ON deployment (rollout_id, device_id) WHERE pending IS NOT NULL`);
}

/** A package that belongs to one client stays with its sites. */
async function sitesBetweenClients(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE FUNCTION site_keeps_no_package_of_another_client() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM assignment a JOIN package k ON k.id = a.package_id WHERE a.site_id = NEW.id AND k.client_id <> NEW.client_id) THEN
          RAISE EXCEPTION 'a package of another client is assigned to the site' USING ERRCODE = '23514', CONSTRAINT = 'site_keeps_no_package_of_another_client';
        END IF;
        RETURN NULL;
      END $$;
    CREATE TRIGGER site_keeps_no_package_of_another_client AFTER UPDATE OF client_id ON site
      FOR EACH ROW WHEN (OLD.client_id IS DISTINCT FROM NEW.client_id) EXECUTE FUNCTION site_keeps_no_package_of_another_client();
    DROP TRIGGER site_marks_itself ON site;
    CREATE TRIGGER site_marks_itself AFTER UPDATE ON site
      FOR EACH ROW WHEN ((OLD.provider_instance_id, OLD.name, OLD.client_id) IS DISTINCT FROM (NEW.provider_instance_id, NEW.name, NEW.client_id)) EXECUTE FUNCTION site_marks_itself()`);
}
