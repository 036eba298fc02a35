import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many devices of a site are in which phase, kept by core; whatever may change that marks the site. */
export class Tallies1764000000017 implements MigrationInterface {
  readonly name = 'Tallies1764000000017';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE site_tally (
        site_id uuid NOT NULL REFERENCES site (id) ON DELETE CASCADE,
        phase text NOT NULL,
        error_code text NOT NULL,
        devices integer NOT NULL,
        PRIMARY KEY (site_id, phase, error_code),
        CONSTRAINT site_tally_counts_somebody CHECK (devices > 0)
      )`);
    // Appended to and never updated, so that two who change devices of one site do not wait for each other.
    await runner.query('CREATE TABLE stale_tally (site_id uuid NOT NULL)');
    await runner.query(`
      CREATE OR REPLACE FUNCTION mark_sites_dirty(sites uuid[]) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO dirty_site (site_id) SELECT DISTINCT s FROM unnest(sites) AS s WHERE s IS NOT NULL;
          IF FOUND THEN
            INSERT INTO stale_tally (site_id) SELECT DISTINCT s FROM unnest(sites) AS s WHERE s IS NOT NULL;
            PERFORM pg_notify('latchkey_reconcile', '');
          END IF;
        END $$`);
    await runner.query(`
      CREATE FUNCTION new_rows_mark_their_tally() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO stale_tally (site_id) SELECT DISTINCT d.site_id FROM arrived a JOIN device d ON d.id = a.device_id;
          RETURN NULL;
        END $$`);
    await runner.query(`
      CREATE FUNCTION changed_statuses_mark_their_tally() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO stale_tally (site_id) SELECT d.site_id FROM device d WHERE d.id = NEW.device_id;
          RETURN NULL;
        END $$`);
    for (const table of ['deployment', 'deployment_status']) {
      await runner.query(`CREATE TRIGGER new_${table}s_mark_their_tally AFTER INSERT ON ${table} REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION new_rows_mark_their_tally()`);
    }
    await runner.query(`
      CREATE TRIGGER changed_statuses_mark_their_tally AFTER UPDATE ON deployment_status FOR EACH ROW
        WHEN (OLD.phase <> NEW.phase OR OLD.error_code IS DISTINCT FROM NEW.error_code) EXECUTE FUNCTION changed_statuses_mark_their_tally()`);
    await runner.query('INSERT INTO stale_tally (site_id) SELECT id FROM site');
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
