import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Second factors, what a session has proven, invitations, API keys, single sign-on and the break-glass account. */
export class SecondFactorsAndKeys1764000000025 implements MigrationInterface {
  readonly name = 'SecondFactorsAndKeys1764000000025';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE operator_factor (
        id uuid PRIMARY KEY,
        operator_id uuid NOT NULL REFERENCES operator ON DELETE CASCADE,
        kind text NOT NULL CONSTRAINT operator_factor_kind_is_known CHECK (kind IN ('passkey', 'totp')),
        name text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        last_used_at timestamptz,
        credential_id text CONSTRAINT operator_factor_credential_is_unique UNIQUE,
        public_key bytea,
        sign_count bigint NOT NULL DEFAULT 0,
        transports text[] NOT NULL DEFAULT '{}',
        device_bound boolean NOT NULL DEFAULT false,
        sealed_secret bytea,
        last_step bigint NOT NULL DEFAULT 0,
        CONSTRAINT operator_factor_has_what_its_kind_needs CHECK (
          CASE kind WHEN 'passkey' THEN credential_id IS NOT NULL AND public_key IS NOT NULL ELSE sealed_secret IS NOT NULL END)
      )`);
    await runner.query('CREATE INDEX operator_factor_of_operator ON operator_factor (operator_id)');
    await runner.query(`
      CREATE TABLE recovery_code (
        operator_id uuid NOT NULL REFERENCES operator ON DELETE CASCADE,
        code_hash bytea NOT NULL,
        used_at timestamptz,
        PRIMARY KEY (operator_id, code_hash)
      )`);
    await runner.query(`
      ALTER TABLE operator_session
        ADD COLUMN stage text NOT NULL DEFAULT 'complete' CONSTRAINT operator_session_stage_is_known CHECK (stage IN ('complete', 'factor', 'enrolment')),
        ADD COLUMN proven_by text CONSTRAINT operator_session_proof_is_known CHECK (proven_by IN ('passkey', 'totp', 'recovery-code', 'single-sign-on'))`);
    await runner.query(`
      CREATE TABLE factor_challenge (
        id uuid PRIMARY KEY,
        session_id uuid REFERENCES operator_session ON DELETE CASCADE,
        purpose text NOT NULL,
        sealed bytea NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT factor_challenge_is_one_per_purpose UNIQUE (session_id, purpose)
      )`);
    await runner.query(`
      CREATE TABLE step_up (
        session_id uuid NOT NULL REFERENCES operator_session ON DELETE CASCADE,
        act bytea NOT NULL CONSTRAINT step_up_act_is_sha256 CHECK (octet_length(act) = 32),
        proven_by text NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (session_id, act)
      )`);
    await runner.query(`
      ALTER TABLE installation
        ADD COLUMN admin_factor text CONSTRAINT installation_admin_factor_is_known CHECK (admin_factor IN ('any', 'phishing-resistant')),
        ADD COLUMN security_version integer NOT NULL DEFAULT 1`);
    await runner.query(`
      CREATE TABLE invitation (
        operator_id uuid PRIMARY KEY REFERENCES operator ON DELETE CASCADE,
        token_hash bytea NOT NULL CONSTRAINT invitation_token_is_unique UNIQUE,
        made_at timestamptz NOT NULL DEFAULT now(),
        made_by_name text NOT NULL,
        expires_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE api_key (
        id uuid PRIMARY KEY,
        operator_id uuid NOT NULL REFERENCES operator ON DELETE CASCADE,
        name text NOT NULL,
        secret_hash bytea NOT NULL,
        rights text[] NOT NULL,
        scope_all boolean NOT NULL,
        client_ids uuid[] NOT NULL DEFAULT '{}',
        site_ids uuid[] NOT NULL DEFAULT '{}',
        networks cidr[] NOT NULL DEFAULT '{}',
        may_launch boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        last_used_at timestamptz,
        last_used_ip text,
        revoked_at timestamptz,
        CONSTRAINT api_key_lives_ninety_days_at_most CHECK (expires_at <= created_at + interval '90 days 1 minute')
      )`);
    await runner.query('CREATE INDEX api_key_of_operator ON api_key (operator_id)');
    await runner.query(`
      CREATE TABLE identity_provider (
        only_one boolean PRIMARY KEY DEFAULT true CONSTRAINT identity_provider_is_one CHECK (only_one),
        name text NOT NULL,
        issuer text NOT NULL,
        client_id text NOT NULL,
        sealed_secret bytea NOT NULL,
        groups_claim text NOT NULL DEFAULT 'groups',
        mappings jsonb NOT NULL DEFAULT '[]',
        enabled boolean NOT NULL DEFAULT true,
        version integer NOT NULL DEFAULT 1,
        updated_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`
      CREATE TABLE operator_identity (
        issuer text NOT NULL,
        subject text NOT NULL,
        operator_id uuid NOT NULL REFERENCES operator ON DELETE CASCADE,
        linked_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (issuer, subject)
      )`);
    await runner.query('CREATE INDEX operator_identity_of_operator ON operator_identity (operator_id)');
    await runner.query(`
      ALTER TABLE operator_session
        ADD COLUMN sealed_refresh_token bytea,
        ADD COLUMN identity_checked_at timestamptz,
        ADD COLUMN identity_session text`);
    await runner.query(`
      ALTER TABLE operator
        ADD COLUMN break_glass boolean NOT NULL DEFAULT false,
        ADD COLUMN break_glass_used_at timestamptz`);
    await runner.query('CREATE UNIQUE INDEX operator_break_glass_is_one ON operator (break_glass) WHERE break_glass');
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
