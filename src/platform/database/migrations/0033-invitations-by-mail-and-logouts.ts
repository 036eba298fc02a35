import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Invitations that are sent by e-mail, log-outs that an identity provider tells of, and enrolment tokens for devices that nobody trusts yet. */
export class InvitationsByMailAndLogouts1764000000033 implements MigrationInterface {
  readonly name = 'InvitationsByMailAndLogouts1764000000033';

  async up(runner: QueryRunner): Promise<void> {
    // The link opens an account: it is sealed for core until the mail is sent, and then it is here no more.
    await runner.query(`
      ALTER TABLE outgoing_mail
        ADD COLUMN invited_id uuid REFERENCES operator (id) ON DELETE CASCADE,
        ADD COLUMN invitation_hash bytea CONSTRAINT outgoing_mail_with_an_invitation_names_who_is_invited CHECK ((invitation_hash IS NULL) = (invited_id IS NULL)),
        ADD COLUMN sealed_link bytea CONSTRAINT outgoing_mail_keeps_a_link_only_until_it_is_sent CHECK (sealed_link IS NULL OR (invited_id IS NOT NULL AND state = 'waiting'))`);
    await runner.query('ALTER TABLE outgoing_mail RENAME CONSTRAINT outgoing_mail_without_a_batch_is_a_test TO outgoing_mail_of_a_rule_has_a_batch');
    await runner.query('CREATE INDEX outgoing_mail_by_invited ON outgoing_mail (invited_id, made_at DESC) WHERE invited_id IS NOT NULL');
    // The provider's name for a sign-in there, by which it tells of its end.
    await runner.query('ALTER TABLE operator_session ADD COLUMN identity_sid text');
    await runner.query(`
      CREATE TABLE logout_token_used (
        issuer text NOT NULL,
        jti text NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (issuer, jti)
      )`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
