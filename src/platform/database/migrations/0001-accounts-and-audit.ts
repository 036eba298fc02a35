import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who operates this installation, and the record of everything they change. */
export class AccountsAndAudit1764000000001 implements MigrationInterface {
  readonly name = 'AccountsAndAudit1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE installation (
        singleton boolean PRIMARY KEY DEFAULT true CONSTRAINT installation_is_one CHECK (singleton),
        id uuid NOT NULL,
        name text NOT NULL DEFAULT 'Latchkey',
        default_time_zone text NOT NULL DEFAULT 'UTC',
        epoch integer NOT NULL DEFAULT 0 CONSTRAINT installation_epoch_is_not_negative CHECK (epoch >= 0),
        created_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE setup_claim (
        singleton boolean PRIMARY KEY DEFAULT true CONSTRAINT setup_claim_is_one CHECK (singleton),
        code_hash bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE operator (
        id uuid PRIMARY KEY,
        email text NOT NULL,
        name text NOT NULL,
        password_hash text,
        role text NOT NULL CONSTRAINT operator_role_is_known CHECK (role IN (
          'primary-super-admin', 'super-admin', 'manager', 'technician', 'client-site-manager', 'office-staff', 'auditor')),
        allow_remote_control boolean NOT NULL DEFAULT false,
        scope_all boolean NOT NULL DEFAULT false,
        disabled boolean NOT NULL DEFAULT false,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX operator_email_is_unique ON operator (lower(email));
      CREATE UNIQUE INDEX operator_primary_super_admin_is_one ON operator (role) WHERE role = 'primary-super-admin';
      CREATE INDEX operator_by_name ON operator (name, id);

      CREATE TABLE operator_session (
        id uuid PRIMARY KEY,
        operator_id uuid NOT NULL REFERENCES operator (id) ON DELETE CASCADE,
        token_hash bytea NOT NULL CONSTRAINT operator_session_token_is_unique UNIQUE,
        created_at timestamptz NOT NULL DEFAULT now(),
        last_used_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz,
        ip text,
        user_agent text
      );
      CREATE INDEX operator_session_by_operator ON operator_session (operator_id);

      CREATE TABLE audit_entry (
        id uuid PRIMARY KEY,
        tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
        at timestamptz NOT NULL DEFAULT now(),
        actor_kind text NOT NULL CONSTRAINT audit_actor_kind_is_known CHECK (actor_kind IN ('operator', 'device', 'system')),
        actor_id uuid,
        actor_name text NOT NULL,
        action text NOT NULL,
        subject_kind text NOT NULL,
        subject_id uuid,
        subject_name text NOT NULL DEFAULT '',
        client_id uuid,
        site_id uuid,
        device_id uuid,
        changes jsonb NOT NULL DEFAULT '{}',
        request_id text
      );
      CREATE INDEX audit_entry_by_time ON audit_entry (at DESC, id DESC);
      CREATE INDEX audit_entry_by_subject ON audit_entry (subject_id, at DESC);
      CREATE INDEX audit_entry_by_device ON audit_entry (device_id, at DESC) WHERE device_id IS NOT NULL;

      CREATE TABLE idempotency_key (
        operator_id uuid NOT NULL,
        key text NOT NULL,
        request_hash text NOT NULL,
        status integer,
        body jsonb,
        etag text,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (operator_id, key)
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
