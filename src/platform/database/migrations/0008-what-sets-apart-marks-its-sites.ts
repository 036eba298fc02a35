import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How exclusions end, and the marks that exclusions, overrides and locks leave on the sites they move. */
export class WhatSetsApartMarksItsSites1764000000008 implements MigrationInterface {
  readonly name = 'WhatSetsApartMarksItsSites1764000000008';

  async up(runner: QueryRunner): Promise<void> {
    await ends(runner);
    await exclusions(runner);
    await overrides(runner);
    await locks(runner);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}

async function ends(runner: QueryRunner): Promise<void> {
  await runner.query(`
    ALTER TABLE exclusion
      ADD COLUMN end_reason text CONSTRAINT exclusion_end_reason_is_known CHECK (end_reason IN ('expired', 'withdrawn')),
      ADD COLUMN ended_by_name text,
      ADD CONSTRAINT exclusion_end_has_a_reason CHECK ((ended_at IS NULL) = (end_reason IS NULL));
    CREATE INDEX exclusion_by_age ON exclusion (created_at, id);

    -- History goes with its target, as it does for sites and devices; what still holds keeps the group from being deleted.
    CREATE FUNCTION device_group_takes_ended_exclusions_along() RETURNS trigger LANGUAGE plpgsql AS $along$
    BEGIN
      DELETE FROM exclusion WHERE device_group_id = OLD.id AND ended_at IS NOT NULL;
      RETURN OLD;
    END $along$;
    CREATE TRIGGER device_group_takes_ended_exclusions_along BEFORE DELETE ON device_group
      FOR EACH ROW EXECUTE FUNCTION device_group_takes_ended_exclusions_along()`);
}

/** Statement triggers, because many exclusions may expire at once; an update counts only where it may change whom it holds. */
async function exclusions(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE FUNCTION exclusions_mark_their_sites() RETURNS trigger LANGUAGE plpgsql AS $mark$
    BEGIN
      PERFORM mark_sites_dirty((
        SELECT array_agg(DISTINCT reached.site_id) FROM (
          SELECT site_id FROM moved WHERE site_id IS NOT NULL
          UNION ALL SELECT d.site_id FROM moved x JOIN device d ON d.id = x.device_id
          UNION ALL SELECT d.site_id FROM moved x JOIN device_group_member m ON m.group_id = x.device_group_id JOIN device d ON d.id = m.device_id
        ) AS reached));
      RETURN NULL;
    END $mark$;
    CREATE FUNCTION changed_exclusions_mark_their_sites() RETURNS trigger LANGUAGE plpgsql AS $mark$
    BEGIN
      PERFORM mark_sites_dirty((
        SELECT array_agg(DISTINCT reached.site_id) FROM (
          SELECT n.* FROM new_rows n JOIN old_rows o USING (id) WHERE (n.kind, n.expires_at, n.ended_at) IS DISTINCT FROM (o.kind, o.expires_at, o.ended_at)
        ) AS moved CROSS JOIN LATERAL (
          SELECT moved.site_id WHERE moved.site_id IS NOT NULL
          UNION ALL SELECT d.site_id FROM device d WHERE d.id = moved.device_id
          UNION ALL SELECT d.site_id FROM device_group_member m JOIN device d ON d.id = m.device_id WHERE m.group_id = moved.device_group_id
        ) AS reached));
      RETURN NULL;
    END $mark$;
    CREATE TRIGGER new_exclusions_mark_their_sites AFTER INSERT ON exclusion
      REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION exclusions_mark_their_sites();
    CREATE TRIGGER deleted_exclusions_mark_their_sites AFTER DELETE ON exclusion
      REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION exclusions_mark_their_sites();
    CREATE TRIGGER changed_exclusions_mark_their_sites AFTER UPDATE ON exclusion
      REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION changed_exclusions_mark_their_sites()`);
}

async function overrides(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE FUNCTION overrides_mark_their_sites() RETURNS trigger LANGUAGE plpgsql AS $mark$
    BEGIN
      PERFORM mark_sites_dirty((SELECT array_agg(DISTINCT d.site_id) FROM moved o JOIN device d ON d.id = o.device_id));
      RETURN NULL;
    END $mark$;
    CREATE FUNCTION changed_overrides_mark_their_sites() RETURNS trigger LANGUAGE plpgsql AS $mark$
    BEGIN
      PERFORM mark_sites_dirty((
        SELECT array_agg(DISTINCT d.site_id) FROM new_rows n JOIN old_rows o USING (device_id) JOIN device d ON d.id = n.device_id
         WHERE (n.settings, n.may_loosen, n.expires_at) IS DISTINCT FROM (o.settings, o.may_loosen, o.expires_at)));
      RETURN NULL;
    END $mark$;
    CREATE TRIGGER new_overrides_mark_their_sites AFTER INSERT ON device_override
      REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION overrides_mark_their_sites();
    CREATE TRIGGER deleted_overrides_mark_their_sites AFTER DELETE ON device_override
      REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION overrides_mark_their_sites();
    CREATE TRIGGER changed_overrides_mark_their_sites AFTER UPDATE ON device_override
      REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION changed_overrides_mark_their_sites()`);
}

/** Locks reach every device there is: all sites that a package is on, and those that still have something deployed. */
async function locks(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE FUNCTION policy_locks_mark_all_sites() RETURNS trigger LANGUAGE plpgsql AS $mark$
    BEGIN
      PERFORM mark_sites_dirty((SELECT array_agg(s.id) FROM site s
        WHERE EXISTS (SELECT 1 FROM assignment a WHERE a.site_id = s.id) OR EXISTS (SELECT 1 FROM deployment p WHERE p.site_id = s.id)));
      RETURN NULL;
    END $mark$;
    CREATE TRIGGER policy_locks_mark_all_sites AFTER UPDATE ON policy_locks
      FOR EACH ROW WHEN (OLD.settings IS DISTINCT FROM NEW.settings) EXECUTE FUNCTION policy_locks_mark_all_sites()`);
}
