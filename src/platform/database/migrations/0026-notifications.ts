import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rules tell people and programs what happens: in the console, by e-mail, by webhook. Secrets for it go into core's box. */
export class Notifications1764000000026 implements MigrationInterface {
  readonly name = 'Notifications1764000000026';

  async up(runner: QueryRunner): Promise<void> {
    await this.box(runner);
    await this.channels(runner);
    await this.rules(runner);
    await this.outbox(runner);
    await this.sending(runner);
  }

  /** What web seals for core; web reads the public half only. */
  private async box(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE core_box (
        id uuid PRIMARY KEY,
        only_one boolean NOT NULL DEFAULT true CONSTRAINT core_box_is_one UNIQUE CONSTRAINT core_box_is_the_one CHECK (only_one),
        public_key bytea NOT NULL CONSTRAINT core_box_key_is_x25519 CHECK (octet_length(public_key) = 32)
      )`);
    await runner.query(`
      CREATE TABLE core_box_secret (
        box_id uuid PRIMARY KEY REFERENCES core_box (id) ON DELETE CASCADE,
        sealed_private_key bytea NOT NULL
      )`);
  }

  private async channels(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE mail_settings (
        only_one boolean PRIMARY KEY DEFAULT true CONSTRAINT mail_settings_are_one CHECK (only_one),
        host text NOT NULL,
        port integer NOT NULL CONSTRAINT mail_port_is_a_port CHECK (port BETWEEN 1 AND 65535),
        security text NOT NULL CONSTRAINT mail_security_is_known CHECK (security IN ('tls', 'starttls', 'none')),
        username text,
        sealed_password bytea,
        from_address text NOT NULL,
        from_name text NOT NULL,
        version integer NOT NULL DEFAULT 1,
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT mail_password_is_somebodys CHECK (sealed_password IS NULL OR username IS NOT NULL)
      )`);
    await runner.query(`
      CREATE TABLE webhook (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        url text NOT NULL,
        enabled boolean NOT NULL DEFAULT true,
        sealed_secret bytea NOT NULL,
        failing_since timestamptz,
        disabled_reason text CONSTRAINT webhook_that_was_disabled_is_off CHECK (disabled_reason IS NULL OR NOT enabled),
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query('CREATE UNIQUE INDEX webhook_name_is_unique ON webhook (lower(name))');
  }

  /** What a webhook takes by itself is a rule of its own, which nobody sees. */
  private async rules(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notification_rule (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        event text NOT NULL,
        parameters jsonb NOT NULL DEFAULT '{}',
        scope_all boolean NOT NULL DEFAULT false,
        emails text[] NOT NULL DEFAULT '{}',
        console boolean NOT NULL DEFAULT false,
        enabled boolean NOT NULL DEFAULT true,
        of_webhook uuid REFERENCES webhook (id) ON DELETE CASCADE,
        watches_since timestamptz NOT NULL DEFAULT now(),
        mailed_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query('CREATE UNIQUE INDEX notification_rule_name_is_unique ON notification_rule (lower(name)) WHERE of_webhook IS NULL');
    await runner.query('CREATE UNIQUE INDEX notification_rule_of_webhook_is_one_per_event ON notification_rule (of_webhook, event) WHERE of_webhook IS NOT NULL');
    await runner.query(`
      CREATE TABLE notification_rule_scope (
        rule_id uuid NOT NULL REFERENCES notification_rule (id) ON DELETE CASCADE,
        client_id uuid REFERENCES client (id) ON DELETE CASCADE,
        site_id uuid REFERENCES site (id) ON DELETE CASCADE,
        CONSTRAINT notification_rule_scope_is_said_once UNIQUE NULLS NOT DISTINCT (rule_id, client_id, site_id),
        CONSTRAINT notification_rule_scope_names_a_client_or_a_site CHECK ((client_id IS NULL) <> (site_id IS NULL))
      )`);
    await runner.query(`
      CREATE TABLE notification_rule_webhook (
        rule_id uuid NOT NULL REFERENCES notification_rule (id) ON DELETE CASCADE,
        webhook_id uuid NOT NULL REFERENCES webhook (id) ON DELETE RESTRICT,
        PRIMARY KEY (rule_id, webhook_id)
      )`);
    await runner.query('CREATE INDEX notification_rule_webhook_by_webhook ON notification_rule_webhook (webhook_id)');
  }

  private async outbox(runner: QueryRunner): Promise<void> {
    // What is so at present and was told: it is told again only after it had ended.
    await runner.query(`
      CREATE TABLE notification_edge (
        rule_id uuid NOT NULL REFERENCES notification_rule (id) ON DELETE CASCADE,
        subject text NOT NULL,
        subject_id uuid,
        since timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (rule_id, subject)
      )`);
    await runner.query(`
      CREATE TABLE notification (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        rule_id uuid REFERENCES notification_rule (id) ON DELETE SET NULL,
        event text NOT NULL,
        key text NOT NULL,
        subject_id uuid,
        facts jsonb NOT NULL DEFAULT '{}',
        occurred_at timestamptz NOT NULL,
        raised_at timestamptz NOT NULL DEFAULT now(),
        console boolean NOT NULL,
        mail text NOT NULL CONSTRAINT notification_mail_is_known CHECK (mail IN ('none', 'waiting', 'gathered')),
        mail_batch uuid,
        to_post boolean NOT NULL,
        CONSTRAINT notification_is_one_per_rule_and_occurrence UNIQUE (rule_id, key)
      )`);
    await runner.query('CREATE INDEX notification_in_the_console ON notification (raised_at DESC, id DESC) WHERE console');
    await runner.query(`CREATE INDEX notification_to_mail ON notification (rule_id) WHERE mail = 'waiting'`);
    await runner.query('CREATE INDEX notification_to_post ON notification (id) WHERE to_post');
    await runner.query('CREATE INDEX notification_by_batch ON notification (mail_batch) WHERE mail_batch IS NOT NULL');
    await runner.query('CREATE INDEX notification_by_age ON notification (raised_at)');
    await runner.query(`
      CREATE TABLE notification_place (
        notification_id uuid NOT NULL REFERENCES notification (id) ON DELETE CASCADE,
        site_id uuid NOT NULL REFERENCES site (id) ON DELETE CASCADE,
        devices integer NOT NULL DEFAULT 0,
        names text[] NOT NULL DEFAULT '{}',
        PRIMARY KEY (notification_id, site_id)
      )`);
    await runner.query('CREATE INDEX notification_place_by_site ON notification_place (site_id)');
    await runner.query(`
      CREATE TABLE notification_read (
        operator_id uuid NOT NULL REFERENCES operator (id) ON DELETE CASCADE,
        notification_id uuid NOT NULL REFERENCES notification (id) ON DELETE CASCADE,
        at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (operator_id, notification_id)
      )`);
    await runner.query('CREATE INDEX notification_read_by_notification ON notification_read (notification_id)');
  }

  private async sending(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outgoing_mail (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        rule_id uuid REFERENCES notification_rule (id) ON DELETE CASCADE,
        batch_id uuid CONSTRAINT outgoing_mail_without_a_batch_is_a_test CHECK ((batch_id IS NULL) = (rule_id IS NULL)),
        recipient text NOT NULL,
        state text NOT NULL DEFAULT 'waiting' CONSTRAINT outgoing_mail_state_is_known CHECK (state IN ('waiting', 'sent', 'failed')),
        attempts integer NOT NULL DEFAULT 0,
        due_at timestamptz NOT NULL DEFAULT now(),
        answer text,
        made_at timestamptz NOT NULL DEFAULT now(),
        done_at timestamptz
      )`);
    await runner.query(`CREATE INDEX outgoing_mail_due ON outgoing_mail (due_at) WHERE state = 'waiting'`);
    await runner.query('CREATE INDEX outgoing_mail_by_age ON outgoing_mail (made_at)');
    await runner.query(`
      CREATE TABLE webhook_delivery (
        id uuid PRIMARY KEY,
        webhook_id uuid NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
        notification_id uuid REFERENCES notification (id) ON DELETE SET NULL,
        key text NOT NULL,
        event text NOT NULL,
        body text NOT NULL,
        state text NOT NULL DEFAULT 'waiting' CONSTRAINT webhook_delivery_state_is_known CHECK (state IN ('waiting', 'delivered', 'failed')),
        attempts integer NOT NULL DEFAULT 0,
        due_at timestamptz NOT NULL DEFAULT now(),
        tries jsonb NOT NULL DEFAULT '[]',
        created_at timestamptz NOT NULL DEFAULT now(),
        done_at timestamptz,
        CONSTRAINT webhook_delivery_is_one_per_occurrence UNIQUE (webhook_id, key)
      )`);
    await runner.query(`CREATE INDEX webhook_delivery_due ON webhook_delivery (due_at) WHERE state = 'waiting'`);
    await runner.query('CREATE INDEX webhook_delivery_by_webhook ON webhook_delivery (webhook_id, created_at DESC, id DESC)');
    await runner.query('CREATE INDEX webhook_delivery_by_notification ON webhook_delivery (notification_id) WHERE notification_id IS NOT NULL');
    await runner.query('CREATE INDEX webhook_delivery_by_age ON webhook_delivery (created_at)');
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
