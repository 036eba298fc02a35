import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Desired and observed remote access, the orders in flight, and the marks that say what to look at again. */
export class Deployments1764000000004 implements MigrationInterface {
  readonly name = 'Deployments1764000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE dirty_site (
        site_id uuid NOT NULL,
        marked_at timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      CREATE INDEX dirty_site_by_age ON dirty_site (marked_at);

      CREATE TABLE deployment (
        id uuid PRIMARY KEY,
        device_id uuid NOT NULL REFERENCES device (id) ON DELETE CASCADE,
        provider_instance_id uuid NOT NULL REFERENCES provider_instance (id) ON DELETE RESTRICT,
        site_id uuid NOT NULL REFERENCES site (id) ON DELETE RESTRICT,
        desired text NOT NULL CONSTRAINT deployment_desired_is_known CHECK (desired IN ('present', 'absent')),
        generation bigint NOT NULL CONSTRAINT deployment_generation_starts_at_one CHECK (generation >= 1),
        settings jsonb NOT NULL,
        settings_hash text NOT NULL,
        incarnation integer NOT NULL,
        released_at timestamptz NOT NULL DEFAULT now(),
        remove_after timestamptz,
        removed_at timestamptz,
        due_at timestamptz NOT NULL DEFAULT now(),
        secret_hash bytea,
        proof_number integer NOT NULL DEFAULT 0,
        proof_hash bytea,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT deployment_is_one_per_device_and_instance UNIQUE (device_id, provider_instance_id),
        CONSTRAINT deployment_removal_is_of_an_absent_one CHECK (desired = 'absent' OR (remove_after IS NULL AND removed_at IS NULL))
      );
      CREATE INDEX deployment_by_site ON deployment (site_id);
      CREATE INDEX deployment_by_due ON deployment (due_at);
      CREATE UNIQUE INDEX deployment_secret_is_unique ON deployment (secret_hash);

      CREATE TABLE deployment_evidence (
        deployment_id uuid PRIMARY KEY REFERENCES deployment (id) ON DELETE CASCADE,
        incarnation integer NOT NULL DEFAULT 1,
        installed boolean,
        running boolean,
        agent_at timestamptz,
        remote_id text,
        remote_version text,
        proof_number integer,
        configured_generation bigint,
        configured_at timestamptz,
        verified_remote_id text,
        verified_incarnation integer,
        verified_at timestamptz,
        removed_at_device_at timestamptz,
        step text,
        step_at timestamptz,
        failure_code text,
        failure_detail text,
        failure_generation bigint,
        failure_at timestamptz,
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz
      );

      CREATE TABLE deployment_status (
        deployment_id uuid PRIMARY KEY REFERENCES deployment (id) ON DELETE CASCADE,
        device_id uuid NOT NULL REFERENCES device (id) ON DELETE CASCADE,
        phase text NOT NULL,
        error_code text,
        attempt integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz,
        since timestamptz NOT NULL DEFAULT now(),
        conditions jsonb NOT NULL DEFAULT '[]',
        modes jsonb NOT NULL DEFAULT '{}',
        generation bigint NOT NULL,
        judged_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX deployment_status_by_device ON deployment_status (device_id);
      CREATE INDEX deployment_status_by_phase ON deployment_status (phase, device_id);

      CREATE TABLE deployment_event (
        id uuid PRIMARY KEY,
        deployment_id uuid NOT NULL REFERENCES deployment (id) ON DELETE CASCADE,
        device_id uuid NOT NULL REFERENCES device (id) ON DELETE CASCADE,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        from_phase text,
        phase text NOT NULL,
        error_code text,
        generation bigint NOT NULL,
        actor text NOT NULL,
        cause text NOT NULL
      );
      CREATE INDEX deployment_event_by_device ON deployment_event (device_id, at DESC, id DESC);

      CREATE TABLE instruction (
        id uuid PRIMARY KEY,
        device_id uuid NOT NULL REFERENCES device (id) ON DELETE CASCADE,
        deployment_id uuid REFERENCES deployment (id) ON DELETE CASCADE,
        seq bigint NOT NULL,
        generation bigint NOT NULL,
        kind text NOT NULL,
        attempt integer NOT NULL,
        frame text,
        issued_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        acknowledged_at timestamptz,
        progress_at timestamptz,
        step text,
        percent integer,
        reported_at timestamptz,
        outcome text CONSTRAINT instruction_outcome_is_known CHECK (outcome IN ('done', 'failed', 'refused', 'expired')),
        error_code text,
        detail text,
        CONSTRAINT instruction_seq_is_never_reused UNIQUE (device_id, seq),
        CONSTRAINT instruction_outcome_comes_with_its_time CHECK ((outcome IS NULL) = (reported_at IS NULL))
      );
      CREATE INDEX instruction_open ON instruction (device_id, seq) WHERE reported_at IS NULL;
      CREATE INDEX instruction_by_deployment ON instruction (deployment_id, seq DESC);

      -- Whoever changes intent need not remember who depends on it: the mark is part of the same write.
      CREATE FUNCTION mark_sites_dirty(sites uuid[]) RETURNS void LANGUAGE plpgsql AS $mark$
      BEGIN
        INSERT INTO dirty_site (site_id) SELECT DISTINCT s FROM unnest(sites) AS s WHERE s IS NOT NULL;
        IF FOUND THEN PERFORM pg_notify('latchkey_reconcile', ''); END IF;
      END $mark$;

      CREATE FUNCTION assignment_marks_its_site() RETURNS trigger LANGUAGE plpgsql AS $mark$
      BEGIN
        PERFORM mark_sites_dirty(ARRAY[CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE OLD.site_id END,
                                       CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE NEW.site_id END]);
        RETURN NULL;
      END $mark$;
      CREATE TRIGGER assignment_marks_its_site AFTER INSERT OR UPDATE OR DELETE ON assignment
        FOR EACH ROW EXECUTE FUNCTION assignment_marks_its_site();

      CREATE FUNCTION package_entry_marks_its_sites() RETURNS trigger LANGUAGE plpgsql AS $mark$
      DECLARE changed uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.package_id ELSE NEW.package_id END;
      BEGIN
        PERFORM mark_sites_dirty((SELECT array_agg(site_id) FROM assignment WHERE package_id = changed));
        RETURN NULL;
      END $mark$;
      CREATE TRIGGER package_entry_marks_its_sites AFTER INSERT OR UPDATE OR DELETE ON package_entry
        FOR EACH ROW EXECUTE FUNCTION package_entry_marks_its_sites();

      CREATE FUNCTION policy_marks_its_sites() RETURNS trigger LANGUAGE plpgsql AS $mark$
      BEGIN
        PERFORM mark_sites_dirty((SELECT array_agg(a.site_id) FROM assignment a JOIN package_entry e USING (package_id)
                                  WHERE e.policy_id = NEW.id));
        RETURN NULL;
      END $mark$;
      CREATE TRIGGER policy_marks_its_sites AFTER UPDATE ON policy
        FOR EACH ROW WHEN (OLD.settings IS DISTINCT FROM NEW.settings OR OLD.enabled IS DISTINCT FROM NEW.enabled)
        EXECUTE FUNCTION policy_marks_its_sites();

      CREATE FUNCTION new_devices_mark_their_sites() RETURNS trigger LANGUAGE plpgsql AS $mark$
      BEGIN
        PERFORM mark_sites_dirty((SELECT array_agg(DISTINCT site_id) FROM arrived));
        RETURN NULL;
      END $mark$;
      CREATE TRIGGER new_devices_mark_their_sites AFTER INSERT ON device
        REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION new_devices_mark_their_sites();

      CREATE FUNCTION device_marks_its_sites() RETURNS trigger LANGUAGE plpgsql AS $mark$
      BEGIN
        PERFORM mark_sites_dirty(ARRAY[OLD.site_id, NEW.site_id]);
        RETURN NULL;
      END $mark$;
      CREATE TRIGGER device_marks_its_sites AFTER UPDATE ON device
        FOR EACH ROW WHEN ((OLD.site_id, OLD.os, OLD.arch, OLD.incarnation, OLD.quarantined, OLD.retired_at, OLD.revoked_at)
          IS DISTINCT FROM (NEW.site_id, NEW.os, NEW.arch, NEW.incarnation, NEW.quarantined, NEW.retired_at, NEW.revoked_at))
        EXECUTE FUNCTION device_marks_its_sites();

      CREATE FUNCTION site_marks_itself() RETURNS trigger LANGUAGE plpgsql AS $mark$
      BEGIN
        PERFORM mark_sites_dirty(ARRAY[NEW.id]);
        RETURN NULL;
      END $mark$;
      CREATE TRIGGER site_marks_itself AFTER UPDATE ON site
        FOR EACH ROW WHEN (OLD.provider_instance_id IS DISTINCT FROM NEW.provider_instance_id OR OLD.name IS DISTINCT FROM NEW.name)
        EXECUTE FUNCTION site_marks_itself();
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
