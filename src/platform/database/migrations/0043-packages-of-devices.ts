import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which packages a Linux device installs, and by what its remote agent is kept: as `platformKey` of remote-access writes it. */
export class PackagesOfDevices1764000000043 implements MigrationInterface {
  readonly name = 'PackagesOfDevices1764000000043';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE device
        ADD COLUMN package_format text CONSTRAINT device_package_format_is_known CHECK (package_format IN ('deb', 'rpm')),
        ADD COLUMN platform text NOT NULL GENERATED ALWAYS AS (os || '-' || arch || CASE WHEN package_format = 'rpm' THEN '-rpm' ELSE '' END) STORED`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
