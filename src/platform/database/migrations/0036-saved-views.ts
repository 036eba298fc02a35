import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How people look at lists: views that they keep and share, and how each of them likes his tables. */
export class SavedViews1764000000036 implements MigrationInterface {
  readonly name = 'SavedViews1764000000036';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE saved_view (
        id uuid PRIMARY KEY,
        owner_id uuid NOT NULL REFERENCES operator (id) ON DELETE CASCADE,
        name text NOT NULL CONSTRAINT saved_view_has_a_name CHECK (name <> ''),
        shared boolean NOT NULL DEFAULT false,
        definition jsonb NOT NULL,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query('CREATE UNIQUE INDEX saved_view_name_is_unique ON saved_view (owner_id, lower(name))');
    await runner.query('CREATE INDEX saved_view_shared ON saved_view (name, id) WHERE shared');
    await runner.query(`
      CREATE TABLE list_settings (
        operator_id uuid PRIMARY KEY REFERENCES operator (id) ON DELETE CASCADE,
        columns jsonb,
        density text NOT NULL DEFAULT 'normal' CONSTRAINT list_settings_density_is_known CHECK (density IN ('compact', 'normal', 'roomy')),
        single_keys boolean NOT NULL DEFAULT true,
        default_view_id uuid REFERENCES saved_view (id) ON DELETE SET NULL,
        version integer NOT NULL DEFAULT 1
      )`);
    await runner.query('CREATE INDEX list_settings_by_default_view ON list_settings (default_view_id)');
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
