import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Sealing keys can be exchanged. There may be several boxes of core for a while; what core derives no longer hangs on the key that
 * seals, but on a seed that is itself sealed. An installation that has derived secrets already goes on with what they came from.
 * Which version of a provider is safe may become known after a release: what core knew at the last probe is kept.
 */
export class KeysThatChange1764000000040 implements MigrationInterface {
  readonly name = 'KeysThatChange1764000000040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE core_box DROP COLUMN only_one, ADD COLUMN made_at timestamptz NOT NULL DEFAULT now(), ADD COLUMN key_id bytea`);
    await runner.query('ALTER TABLE provider_instance ADD COLUMN floor_version text');
    await runner.query(`
      CREATE TABLE core_seed (
        only_one boolean PRIMARY KEY DEFAULT true CONSTRAINT core_seed_is_one CHECK (only_one),
        is_first_key boolean NOT NULL,
        sealed bytea
      )`);
    await runner.query('INSERT INTO core_seed (is_first_key) SELECT EXISTS (SELECT 1 FROM instance_key)');
    await runner.query(`
      CREATE TABLE key_rotation (
        ring text NOT NULL CONSTRAINT key_rotation_ring_is_known CHECK (ring IN ('sealing', 'accounts')),
        key_id bytea NOT NULL,
        began_at timestamptz NOT NULL DEFAULT now(),
        secrets integer NOT NULL DEFAULT 0,
        finished_at timestamptz,
        withdrawn_at timestamptz,
        PRIMARY KEY (ring, key_id),
        CONSTRAINT key_rotation_withdraws_after_it_has_finished CHECK (withdrawn_at IS NULL OR finished_at IS NOT NULL)
      )`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
