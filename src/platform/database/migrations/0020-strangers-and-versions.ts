import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which remote agent is installed can be compared with which is offered; what is on devices and at providers that nobody deployed is known; endpoint agents can be asked for diagnostics. */
export class StrangersAndVersions1764000000020 implements MigrationInterface {
  readonly name = 'StrangersAndVersions1764000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX deployment_evidence_by_remote_id ON deployment_evidence (remote_id) WHERE remote_id IS NOT NULL');
    await runner.query('CREATE INDEX deployment_evidence_by_verified_remote_id ON deployment_evidence (verified_remote_id) WHERE verified_remote_id IS NOT NULL');
    // Of the installer that the device says it has used; null from agents that do not say.
    await runner.query('ALTER TABLE deployment_evidence ADD COLUMN installer_sha256 text');
    await runner.query('CREATE INDEX deployment_evidence_by_installer ON deployment_evidence (installer_sha256) WHERE installer_sha256 IS NOT NULL');
    await runner.query(`CREATE INDEX instruction_updates ON instruction (issued_at) WHERE kind = 'update-remote-agent'`);
    await runner.query(`
      CREATE TABLE stranger_agent (
        id uuid PRIMARY KEY,
        device_id uuid NOT NULL REFERENCES device (id) ON DELETE CASCADE,
        provider text NOT NULL,
        place text NOT NULL,
        running boolean NOT NULL,
        first_seen_at timestamptz NOT NULL DEFAULT now(),
        approved_by text,
        approved_at timestamptz,
        approved_reason text,
        CONSTRAINT stranger_agent_is_one_per_place UNIQUE (device_id, provider, place),
        CONSTRAINT stranger_agent_is_approved_by_somebody CHECK ((approved_by IS NULL) = (approved_at IS NULL) AND (approved_by IS NULL) = (approved_reason IS NULL))
      )`);
    await runner.query(`
      CREATE TABLE diagnostics_request (
        id uuid PRIMARY KEY,
        device_id uuid NOT NULL REFERENCES device (id) ON DELETE CASCADE,
        asked_by text NOT NULL,
        asked_at timestamptz NOT NULL DEFAULT now(),
        instruction_id uuid
      )`);
    await runner.query('CREATE INDEX diagnostics_request_open ON diagnostics_request (asked_at) WHERE instruction_id IS NULL');
    await runner.query('ALTER TABLE provider_act DROP CONSTRAINT provider_act_kind_is_known');
    await runner.query(`
      ALTER TABLE provider_act ADD CONSTRAINT provider_act_kind_is_known
        CHECK (kind IN ('ensure-site', 'ensure-installer', 'place-endpoint', 'remove-endpoint', 'adopt-endpoint', 'mint-launch', 'revoke-launch', 'judge-cookie'))`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
