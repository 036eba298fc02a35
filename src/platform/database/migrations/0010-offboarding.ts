import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What proves a removal, who gave up waiting for one, and clients that leave: kept for ever, since a certificate rests on it. */
export class Offboarding1764000000010 implements MigrationInterface {
  readonly name = 'Offboarding1764000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE removal_proof (
        deployment_id uuid NOT NULL REFERENCES deployment (id) ON DELETE CASCADE,
        generation bigint NOT NULL,
        instruction_id uuid,
        device_at timestamptz,
        provider_at timestamptz,
        proven_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (deployment_id, generation),
        CONSTRAINT removal_proof_is_of_device_and_provider CHECK ((device_at IS NULL) = (provider_at IS NULL))
      );

      CREATE TABLE removal_given_up (
        deployment_id uuid NOT NULL REFERENCES deployment (id) ON DELETE CASCADE,
        generation bigint NOT NULL,
        reason text NOT NULL CONSTRAINT removal_given_up_says_why CHECK (reason <> ''),
        author_id uuid,
        author_name text NOT NULL,
        given_up_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (deployment_id, generation)
      );

      -- Removals that were closed before proofs were kept: the device's own answer is in its orders, the reading came before the closing.
      INSERT INTO removal_proof (deployment_id, generation, instruction_id, device_at, provider_at, proven_at)
      SELECT p.id, p.generation, i.id, i.reported_at, CASE WHEN i.id IS NOT NULL THEN p.removed_at END, p.removed_at
        FROM deployment p
        LEFT JOIN LATERAL (
          SELECT id, reported_at FROM instruction n
           WHERE n.deployment_id = p.id AND n.generation = p.generation AND n.kind = 'remove-remote-agent' AND n.outcome = 'done'
           ORDER BY n.seq DESC LIMIT 1) i ON true
       WHERE p.desired = 'absent' AND p.removed_at IS NOT NULL AND p.secret_hash IS NULL
         AND (i.id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM instruction n WHERE n.deployment_id = p.id AND n.kind = 'install-remote-agent'));

      ALTER TABLE instruction ADD COLUMN gone text[];

      ALTER TABLE client ADD COLUMN archived_at timestamptz;
      DROP INDEX client_name_is_unique;
      CREATE UNIQUE INDEX client_name_is_unique ON client (lower(name)) WHERE archived_at IS NULL;

      ALTER TABLE offboarding
        ADD COLUMN certificate_wanted_at timestamptz,
        ADD CONSTRAINT offboarding_is_of_a_client FOREIGN KEY (client_id) REFERENCES client (id) ON DELETE RESTRICT;
      CREATE INDEX offboarding_wants_a_certificate ON offboarding (certificate_wanted_at)
        WHERE certificate_wanted_at IS NOT NULL AND (certified_at IS NULL OR certified_at < certificate_wanted_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
