import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a package contained before, and who changed it; what is there now is the first that is known. */
export class PackageVersions1764000000039 implements MigrationInterface {
  readonly name = 'PackageVersions1764000000039';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE package_version (
        package_id uuid NOT NULL REFERENCES package (id) ON DELETE CASCADE,
        version integer NOT NULL,
        name text NOT NULL,
        description text NOT NULL,
        entries jsonb NOT NULL,
        author_id uuid,
        author_name text NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (package_id, version)
      )`);
    await runner.query(`
      INSERT INTO package_version (package_id, version, name, description, entries, author_name, at)
      SELECT k.id, k.version, k.name, k.description,
             coalesce((SELECT jsonb_agg(jsonb_build_object('policyId', p.id, 'policyName', p.name, 'deviceGroupId', g.id, 'deviceGroupName', g.name) ORDER BY e.position)
                         FROM package_entry e JOIN policy p ON p.id = e.policy_id LEFT JOIN device_group g ON g.id = e.device_group_id WHERE e.package_id = k.id), '[]'),
             'Latchkey', k.updated_at
        FROM package k`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
