import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A lock that turns remote access on reaches sites without a package too: every site that has devices is looked at when it comes or goes. */
export class LocksReachEverySite1764000000015 implements MigrationInterface {
  readonly name = 'LocksReachEverySite1764000000015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION policy_locks_mark_all_sites() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM mark_sites_dirty((SELECT array_agg(s.id) FROM site s
            WHERE EXISTS (SELECT 1 FROM assignment a WHERE a.site_id = s.id) OR EXISTS (SELECT 1 FROM deployment p WHERE p.site_id = s.id)
               OR (old.settings -> 'enabled' IS DISTINCT FROM new.settings -> 'enabled' AND EXISTS (SELECT 1 FROM device d WHERE d.site_id = s.id))));
          RETURN NULL;
        END $$`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
