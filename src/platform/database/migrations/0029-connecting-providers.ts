import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Provider instances are connected, tried and switched off by people; launches may lead to a provider's own page; providers may give hints. */
export class ConnectingProviders1764000000029 implements MigrationInterface {
  readonly name = 'ConnectingProviders1764000000029';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE provider_instance
        ADD COLUMN enabled boolean NOT NULL DEFAULT true,
        ADD COLUMN connection_version integer NOT NULL DEFAULT 1,
        ADD COLUMN hint_hash bytea,
        ADD CONSTRAINT provider_instance_embedded_is_always_enabled CHECK (enabled OR NOT embedded)`);
    await runner.query('CREATE UNIQUE INDEX provider_instance_by_hint_hash ON provider_instance (hint_hash) WHERE hint_hash IS NOT NULL');
    await runner.query('ALTER TABLE provider_act DROP CONSTRAINT provider_act_kind_is_known');
    await runner.query(`
      ALTER TABLE provider_act
        ALTER COLUMN provider_instance_id DROP NOT NULL,
        ADD CONSTRAINT provider_act_kind_is_known
          CHECK (kind IN ('ensure-site', 'ensure-installer', 'place-endpoint', 'remove-endpoint', 'adopt-endpoint', 'mint-launch', 'revoke-launch', 'judge-cookie',
                          'probe-instance', 'open-administration', 'try-connection', 'look-at-endpoint')),
        ADD CONSTRAINT provider_act_is_at_an_instance_or_a_trial CHECK ((provider_instance_id IS NULL) = (kind = 'try-connection'))`);
    await runner.query(`
      CREATE TABLE provider_hint (
        provider_instance_id uuid NOT NULL REFERENCES provider_instance ON DELETE CASCADE,
        event_id text NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (provider_instance_id, event_id)
      )`);
    await runner.query('CREATE INDEX provider_hint_by_time ON provider_hint (at)');
    await runner.query('ALTER TABLE launch ADD COLUMN is_away boolean NOT NULL DEFAULT false');
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
