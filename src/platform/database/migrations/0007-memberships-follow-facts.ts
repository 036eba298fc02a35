import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whatever a device group may depend on marks the device when it changes, in the same write; core evaluates it anew. */
export class MembershipsFollowFacts1764000000007 implements MigrationInterface {
  readonly name = 'MembershipsFollowFacts1764000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE stale_membership ADD COLUMN tx xid8 NOT NULL DEFAULT pg_current_xact_id();
      CREATE INDEX stale_membership_by_tx ON stale_membership (tx);

      -- The number in what a system says of its version, as six segments: the first with four segments or more, else with three,
      -- with two, with one. "Windows 11 Pro 10.0.22631" is 10.0.22631.0.0.0; null where there is no number. One expression, so
      -- that it is woven into the statement: called as a function it doubled the time of a refresh.
      CREATE FUNCTION version_segments(said text) RETURNS numeric[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $segments$
        SELECT CASE WHEN said ~ '\\d' THEN (string_to_array(coalesce(
          substring(said FROM '\\d+(?:\\.\\d+){3,}'), substring(said FROM '\\d+(?:\\.\\d+){2}'), substring(said FROM '\\d+\\.\\d+'), substring(said FROM '\\d+')
        ), '.')::numeric[] || '{0,0,0,0,0,0}'::numeric[])[1:6] END
      $segments$;

      -- EXCEPT, not a join: the plan is made at the first call of a connection, usually for one row, and a join made for one
      -- row is a loop of loops for a thousand.
      CREATE FUNCTION changed_devices_mark_their_memberships() RETURNS trigger LANGUAGE plpgsql AS $mark$
      BEGIN
        INSERT INTO stale_membership (device_id)
        SELECT id FROM (
          SELECT id, os, os_version, arch, device_type, tags, name, hostname, site_id FROM now_is
          EXCEPT SELECT id, os, os_version, arch, device_type, tags, name, hostname, site_id FROM was) AS changed;
        IF FOUND THEN PERFORM pg_notify('latchkey_reconcile', ''); END IF;
        RETURN NULL;
      END $mark$;
      CREATE TRIGGER changed_devices_mark_their_memberships AFTER UPDATE ON device
        REFERENCING OLD TABLE AS was NEW TABLE AS now_is
        FOR EACH STATEMENT EXECUTE FUNCTION changed_devices_mark_their_memberships();

      CREATE FUNCTION new_devices_mark_their_memberships() RETURNS trigger LANGUAGE plpgsql AS $mark$
      BEGIN
        INSERT INTO stale_membership (device_id) SELECT id FROM arrived;
        IF FOUND THEN PERFORM pg_notify('latchkey_reconcile', ''); END IF;
        RETURN NULL;
      END $mark$;
      CREATE TRIGGER new_devices_mark_their_memberships AFTER INSERT ON device
        REFERENCING NEW TABLE AS arrived
        FOR EACH STATEMENT EXECUTE FUNCTION new_devices_mark_their_memberships();

      CREATE FUNCTION site_marks_its_memberships() RETURNS trigger LANGUAGE plpgsql AS $mark$
      BEGIN
        INSERT INTO stale_membership (device_id) SELECT id FROM device WHERE site_id = NEW.id;
        IF FOUND THEN PERFORM pg_notify('latchkey_reconcile', ''); END IF;
        RETURN NULL;
      END $mark$;
      CREATE TRIGGER site_marks_its_memberships AFTER UPDATE ON site
        FOR EACH ROW WHEN ((OLD.name, OLD.client_id) IS DISTINCT FROM (NEW.name, NEW.client_id))
        EXECUTE FUNCTION site_marks_its_memberships();

      CREATE FUNCTION client_marks_its_memberships() RETURNS trigger LANGUAGE plpgsql AS $mark$
      BEGIN
        INSERT INTO stale_membership (device_id) SELECT d.id FROM site s JOIN device d ON d.site_id = s.id WHERE s.client_id = NEW.id;
        IF FOUND THEN PERFORM pg_notify('latchkey_reconcile', ''); END IF;
        RETURN NULL;
      END $mark$;
      CREATE TRIGGER client_marks_its_memberships AFTER UPDATE ON client
        FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name)
        EXECUTE FUNCTION client_marks_its_memberships();
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
