import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Memberships and overrides know the site of their device, kept true by the foreign key itself, so that what sets the devices of
 * a site apart is found by the site and not by asking for each of its devices.
 */
export class SitesOfWhatSetsApart1764000000016 implements MigrationInterface {
  readonly name = 'SitesOfWhatSetsApart1764000000016';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE device ADD CONSTRAINT device_is_of_one_site UNIQUE (id, site_id)');
    await runner.query(`
      CREATE FUNCTION site_of_its_device() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          NEW.site_id := (SELECT d.site_id FROM device d WHERE d.id = NEW.device_id);
          RETURN NEW;
        END $$`);
    for (const table of ['device_group_member', 'device_override']) {
      await runner.query(`ALTER TABLE ${table} ADD COLUMN site_id uuid`);
      await runner.query(`UPDATE ${table} x SET site_id = d.site_id FROM device d WHERE d.id = x.device_id`);
      await runner.query(`
        ALTER TABLE ${table} ALTER COLUMN site_id SET NOT NULL, DROP CONSTRAINT ${table}_device_id_fkey,
          ADD CONSTRAINT ${table}_is_of_its_devices_site FOREIGN KEY (device_id, site_id) REFERENCES device (id, site_id) ON UPDATE CASCADE ON DELETE CASCADE`);
      await runner.query(`CREATE TRIGGER ${table}_knows_its_site BEFORE INSERT ON ${table} FOR EACH ROW WHEN (NEW.site_id IS NULL) EXECUTE FUNCTION site_of_its_device()`);
    }
    await runner.query('CREATE INDEX device_group_member_by_site ON device_group_member (site_id, group_id, device_id)');
    await runner.query('CREATE INDEX device_override_by_site ON device_override (site_id)');
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
