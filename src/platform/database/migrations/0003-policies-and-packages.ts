import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What remote access should be like, and which sites it is assigned to. */
export class PoliciesAndPackages1764000000003 implements MigrationInterface {
  readonly name = 'PoliciesAndPackages1764000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE policy (
        id uuid PRIMARY KEY,
        client_id uuid REFERENCES client (id) ON DELETE RESTRICT,
        category text NOT NULL,
        type text NOT NULL,
        name text NOT NULL,
        description text NOT NULL DEFAULT '',
        enabled boolean NOT NULL DEFAULT true,
        settings jsonb NOT NULL DEFAULT '{}',
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX policy_name_is_unique ON policy (lower(name));
      CREATE INDEX policy_by_name ON policy (name, id);

      CREATE TABLE policy_version (
        policy_id uuid NOT NULL REFERENCES policy (id) ON DELETE CASCADE,
        version integer NOT NULL,
        name text NOT NULL,
        description text NOT NULL,
        enabled boolean NOT NULL,
        settings jsonb NOT NULL,
        author_id uuid,
        author_name text NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (policy_id, version)
      );

      CREATE TABLE package (
        id uuid PRIMARY KEY,
        client_id uuid REFERENCES client (id) ON DELETE RESTRICT,
        name text NOT NULL,
        description text NOT NULL DEFAULT '',
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX package_name_is_unique ON package (lower(name));
      CREATE INDEX package_by_name ON package (name, id);

      CREATE TABLE package_entry (
        package_id uuid NOT NULL REFERENCES package (id) ON DELETE CASCADE,
        policy_id uuid NOT NULL REFERENCES policy (id) ON DELETE RESTRICT,
        position integer NOT NULL,
        PRIMARY KEY (package_id, policy_id)
      );
      CREATE INDEX package_entry_by_policy ON package_entry (policy_id);

      CREATE TABLE assignment (
        id uuid PRIMARY KEY,
        package_id uuid NOT NULL REFERENCES package (id) ON DELETE RESTRICT,
        site_id uuid NOT NULL REFERENCES site (id) ON DELETE RESTRICT,
        priority integer NOT NULL DEFAULT 100,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT assignment_is_one_per_package_and_site UNIQUE (package_id, site_id)
      );
      CREATE INDEX assignment_by_site ON assignment (site_id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
