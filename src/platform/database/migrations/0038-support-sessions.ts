import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Help for somebody whose device is not managed: sessions, what lets guests in, what is said, who looks at what, and the limits of it all. */
export class SupportSessions1764000000038 implements MigrationInterface {
  readonly name = 'SupportSessions1764000000038';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...SETTINGS, ...SESSIONS, ...PASSES, ...CONVERSATION, ...RELAY, ...LIMITS, ...INVITATIONS, ...CONSTRAINED_LATER]) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}

const SETTINGS = [
  `CREATE TABLE support_settings (
     singleton boolean PRIMARY KEY DEFAULT true CONSTRAINT support_settings_are_one CHECK (singleton),
     code_minutes integer NOT NULL DEFAULT 10 CONSTRAINT support_settings_codes_live_ten_minutes_at_most CHECK (code_minutes BETWEEN 1 AND 10),
     link_hours integer NOT NULL DEFAULT 24 CONSTRAINT support_settings_links_live_a_day_at_most CHECK (link_hours BETWEEN 1 AND 24),
     live_per_host integer NOT NULL DEFAULT 20 CONSTRAINT support_settings_some_are_live CHECK (live_per_host BETWEEN 1 AND 1000),
     codes_per_day integer NOT NULL DEFAULT 200 CONSTRAINT support_settings_some_codes_a_day CHECK (codes_per_day BETWEEN 1 AND 10000),
     stopped boolean NOT NULL DEFAULT false,
     stopped_reason text NOT NULL DEFAULT '',
     stopped_by text,
     stopped_at timestamptz,
     version integer NOT NULL DEFAULT 1
   )`,
  'INSERT INTO support_settings DEFAULT VALUES',
];

const SESSIONS = [
  // The key stands in a page for everybody to read: it names the site, and opens nothing.
  `CREATE TABLE help_widget (
     id uuid PRIMARY KEY,
     widget_key text NOT NULL CONSTRAINT help_widget_key_is_unique UNIQUE,
     name text NOT NULL CONSTRAINT help_widget_has_a_name CHECK (name <> ''),
     site_id uuid NOT NULL REFERENCES site (id) ON DELETE CASCADE,
     origins text[] NOT NULL CONSTRAINT help_widget_stands_somewhere CHECK (cardinality(origins) > 0),
     created_by_name text NOT NULL,
     created_at timestamptz NOT NULL DEFAULT now()
   )`,
  'CREATE INDEX help_widget_by_site ON help_widget (site_id)',
  // A session outlives whoever held it and the place it was for: it is part of the record.
  `CREATE TABLE support_session (
     id uuid PRIMARY KEY,
     name text NOT NULL CONSTRAINT support_session_has_a_name CHECK (name <> ''),
     kind text NOT NULL CONSTRAINT support_session_kind_is_known CHECK (kind IN ('support', 'meeting')),
     state text NOT NULL DEFAULT 'created' CONSTRAINT support_session_state_is_known CHECK (state IN ('created', 'guest-joining', 'guest-connected', 'host-connected', 'ended')),
     host_id uuid REFERENCES operator (id) ON DELETE SET NULL,
     host_name text,
     client_id uuid REFERENCES client (id) ON DELETE SET NULL,
     site_id uuid REFERENCES site (id) ON DELETE SET NULL,
     reason text,
     help_widget_id uuid REFERENCES help_widget (id) ON DELETE SET NULL,
     requester_name text,
     requester_email text,
     planned_for timestamptz,
     created_at timestamptz NOT NULL DEFAULT now(),
     expires_at timestamptz NOT NULL,
     ended_at timestamptz,
     end_reason text CONSTRAINT support_session_end_reason_is_known CHECK (end_reason IN ('host', 'guest', 'time-out', 'revoked', 'consent-withdrawn')),
     version integer NOT NULL DEFAULT 1,
     CONSTRAINT support_session_that_ended_says_when_and_why CHECK ((state = 'ended') = (ended_at IS NOT NULL) AND (state = 'ended') = (end_reason IS NOT NULL))
   )`,
  'CREATE INDEX support_session_by_age ON support_session (created_at DESC, id DESC)',
  `CREATE INDEX support_session_live ON support_session (expires_at) WHERE state <> 'ended'`,
  `CREATE INDEX support_session_live_of_host ON support_session (host_id) WHERE state <> 'ended'`,
  'CREATE INDEX support_session_by_host ON support_session (host_id, created_at DESC)',
  'CREATE INDEX support_session_by_site ON support_session (site_id)',
  'CREATE INDEX support_session_by_client ON support_session (client_id)',
  'CREATE INDEX support_session_by_help_widget ON support_session (help_widget_id)',
  `CREATE TABLE support_guest (
     id uuid PRIMARY KEY,
     session_id uuid NOT NULL REFERENCES support_session (id) ON DELETE CASCADE,
     name text NOT NULL,
     step text NOT NULL DEFAULT 'opened' CONSTRAINT support_guest_step_is_known
       CHECK (step IN ('opened', 'os-detected', 'downloading', 'downloaded', 'started', 'waiting', 'connected', 'blocked', 'disconnected', 'ended')),
     os text,
     client_version text,
     client_platform text,
     trouble_code text,
     trouble_detail text,
     admitted_at timestamptz,
     admitted_by_name text,
     wants jsonb,
     consent jsonb,
     consent_at timestamptz,
     enrolment_site_id uuid REFERENCES site (id) ON DELETE SET NULL,
     enrolment_offered_by uuid REFERENCES operator (id) ON DELETE SET NULL,
     enrolment_allowed boolean,
     enrolment_answered_at timestamptz,
     joined_at timestamptz NOT NULL DEFAULT now(),
     page_socket uuid,
     client_socket uuid,
     seen_at timestamptz,
     ended_at timestamptz,
     end_reason text,
     CONSTRAINT support_guest_consents_only_when_admitted CHECK (consent IS NULL OR admitted_at IS NOT NULL),
     CONSTRAINT support_guest_that_ended_says_when_and_why CHECK ((step = 'ended') = (ended_at IS NOT NULL) AND (step = 'ended') = (end_reason IS NOT NULL))
   )`,
  // His page and the client that it starts have one each.
  `CREATE TABLE support_guest_token (
     token_hash bytea PRIMARY KEY,
     guest_id uuid NOT NULL REFERENCES support_guest (id) ON DELETE CASCADE,
     made_at timestamptz NOT NULL DEFAULT now()
   )`,
  'CREATE INDEX support_guest_token_by_guest ON support_guest_token (guest_id)',
  'CREATE INDEX support_guest_by_session ON support_guest (session_id, joined_at)',
  'CREATE INDEX support_guest_by_enrolment_site ON support_guest (enrolment_site_id)',
  'CREATE INDEX support_guest_by_enrolment_offer ON support_guest (enrolment_offered_by)',
];

const PASSES = [
  // Codes that are read aloud, links, and what the page puts into the client's file name.
  `CREATE TABLE support_pass (
     id uuid PRIMARY KEY,
     session_id uuid NOT NULL REFERENCES support_session (id) ON DELETE CASCADE,
     guest_id uuid REFERENCES support_guest (id) ON DELETE CASCADE,
     kind text NOT NULL CONSTRAINT support_pass_kind_is_known CHECK (kind IN ('code', 'link', 'client-code')),
     secret_hash bytea NOT NULL CONSTRAINT support_pass_secret_is_unique UNIQUE,
     for_many boolean NOT NULL DEFAULT false,
     made_by uuid REFERENCES operator (id) ON DELETE SET NULL,
     made_at timestamptz NOT NULL DEFAULT now(),
     expires_at timestamptz NOT NULL,
     used_at timestamptz,
     uses integer NOT NULL DEFAULT 0,
     revoked_at timestamptz,
     CONSTRAINT support_pass_of_a_client_names_its_guest CHECK ((kind = 'client-code') = (guest_id IS NOT NULL)),
     CONSTRAINT support_pass_is_used_once_unless_for_many CHECK (for_many OR uses <= 1)
   )`,
  'CREATE INDEX support_pass_by_session ON support_pass (session_id)',
  'CREATE INDEX support_pass_by_guest ON support_pass (guest_id)',
  `CREATE INDEX support_pass_of_the_day ON support_pass (made_by, made_at) WHERE kind = 'code'`,
];

const CONVERSATION = [
  `CREATE TABLE support_chat (
     id uuid PRIMARY KEY,
     seq bigint GENERATED ALWAYS AS IDENTITY,
     session_id uuid NOT NULL REFERENCES support_session (id) ON DELETE CASCADE,
     sender text NOT NULL CONSTRAINT support_chat_sender_is_known CHECK (sender IN ('host', 'guest', 'system')),
     name text NOT NULL,
     text text NOT NULL CONSTRAINT support_chat_says_something CHECK (text <> ''),
     said_at timestamptz NOT NULL DEFAULT now()
   )`,
  'CREATE INDEX support_chat_by_session ON support_chat (session_id, seq)',
  `CREATE TABLE support_note (
     id uuid PRIMARY KEY,
     session_id uuid NOT NULL REFERENCES support_session (id) ON DELETE CASCADE,
     written_by_name text NOT NULL,
     text text NOT NULL CONSTRAINT support_note_says_something CHECK (text <> ''),
     written_at timestamptz NOT NULL DEFAULT now()
   )`,
  'CREATE INDEX support_note_by_session ON support_note (session_id, written_at)',
];

const RELAY = [
  // Somebody who looks at a guest's screen, or shows his own; the web process that holds his connection says every few seconds that he is still there.
  `CREATE TABLE support_viewing (
     id uuid PRIMARY KEY,
     session_id uuid NOT NULL REFERENCES support_session (id) ON DELETE CASCADE,
     guest_id uuid REFERENCES support_guest (id) ON DELETE CASCADE,
     operator_id uuid NOT NULL REFERENCES operator (id) ON DELETE CASCADE,
     operator_name text NOT NULL,
     operator_session_id uuid NOT NULL,
     kind text NOT NULL CONSTRAINT support_viewing_kind_is_known CHECK (kind IN ('screen', 'signals')),
     mode text NOT NULL CONSTRAINT support_viewing_mode_is_known CHECK (mode IN ('view', 'control')),
     channel_hash bytea CONSTRAINT support_viewing_channel_is_unique UNIQUE,
     relay_url text,
     dialled_at timestamptz,
     opened_at timestamptz NOT NULL DEFAULT now(),
     seen_at timestamptz NOT NULL DEFAULT now(),
     closed_at timestamptz,
     CONSTRAINT support_viewing_of_a_screen_has_a_channel CHECK ((kind = 'screen') = (channel_hash IS NOT NULL) AND (kind = 'screen') = (relay_url IS NOT NULL) AND (kind = 'screen') = (guest_id IS NOT NULL))
   )`,
  'CREATE INDEX support_viewing_by_session ON support_viewing (session_id) WHERE closed_at IS NULL',
  'CREATE INDEX support_viewing_by_guest ON support_viewing (guest_id)',
  'CREATE INDEX support_viewing_by_operator ON support_viewing (operator_id)',
  // Frames on their way to the process that holds the receiver's connection; gone once they are handed over.
  `CREATE TABLE support_guest_mail (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     guest_id uuid NOT NULL REFERENCES support_guest (id) ON DELETE CASCADE,
     role text NOT NULL CONSTRAINT support_guest_mail_role_is_known CHECK (role IN ('page', 'client')),
     body jsonb NOT NULL,
     made_at timestamptz NOT NULL DEFAULT now()
   )`,
  'CREATE INDEX support_guest_mail_by_guest ON support_guest_mail (guest_id, id)',
  `CREATE TABLE support_viewer_mail (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     viewing_id uuid NOT NULL REFERENCES support_viewing (id) ON DELETE CASCADE,
     guest_id uuid NOT NULL REFERENCES support_guest (id) ON DELETE CASCADE,
     signal jsonb NOT NULL,
     made_at timestamptz NOT NULL DEFAULT now()
   )`,
  'CREATE INDEX support_viewer_mail_by_viewing ON support_viewer_mail (viewing_id, id)',
  'CREATE INDEX support_viewer_mail_by_guest ON support_viewer_mail (guest_id)',
  `CREATE TABLE support_introduction (
     viewing_id uuid NOT NULL REFERENCES support_viewing (id) ON DELETE CASCADE,
     guest_id uuid NOT NULL REFERENCES support_guest (id) ON DELETE CASCADE,
     PRIMARY KEY (viewing_id, guest_id)
   )`,
  'CREATE INDEX support_introduction_by_guest ON support_introduction (guest_id)',
];

const LIMITS = [
  `CREATE TABLE support_join_tries (
     network text PRIMARY KEY,
     failures integer NOT NULL,
     began_at timestamptz NOT NULL
   )`,
  'CREATE INDEX support_join_tries_by_age ON support_join_tries (began_at)',
  `CREATE TABLE support_join_pressure (
     singleton boolean PRIMARY KEY DEFAULT true CONSTRAINT support_join_pressure_is_one CHECK (singleton),
     second bigint NOT NULL DEFAULT 0,
     failures integer NOT NULL DEFAULT 0,
     work_until timestamptz NOT NULL DEFAULT '-infinity'
   )`,
  'INSERT INTO support_join_pressure DEFAULT VALUES',
  `CREATE TABLE support_work_done (
     challenge bytea PRIMARY KEY,
     expires_at timestamptz NOT NULL
   )`,
  `CREATE TABLE help_request_tries (
     subject text PRIMARY KEY,
     requests integer NOT NULL,
     began_at timestamptz NOT NULL
   )`,
];

const INVITATIONS = [
  `CREATE TABLE support_invitation (
     id uuid PRIMARY KEY,
     session_id uuid NOT NULL REFERENCES support_session (id) ON DELETE CASCADE,
     pass_id uuid NOT NULL REFERENCES support_pass (id) ON DELETE CASCADE,
     recipient text NOT NULL,
     time_zone text NOT NULL,
     invited_by uuid REFERENCES operator (id) ON DELETE SET NULL,
     made_at timestamptz NOT NULL DEFAULT now(),
     reported_at timestamptz
   )`,
  'CREATE INDEX support_invitation_by_session ON support_invitation (session_id, made_at)',
  'CREATE INDEX support_invitation_by_pass ON support_invitation (pass_id)',
  'CREATE INDEX support_invitation_by_host ON support_invitation (invited_by, made_at)',
  'CREATE INDEX support_invitation_by_recipient ON support_invitation (lower(recipient), made_at)',
];

const CONSTRAINED_LATER = [
  'ALTER TABLE outgoing_mail ADD COLUMN support_invitation_id uuid REFERENCES support_invitation (id) ON DELETE CASCADE',
  'ALTER TABLE outgoing_mail DROP CONSTRAINT outgoing_mail_keeps_a_link_only_until_it_is_sent',
  `ALTER TABLE outgoing_mail ADD CONSTRAINT outgoing_mail_keeps_a_link_only_until_it_is_sent
     CHECK (sealed_link IS NULL OR ((invited_id IS NOT NULL OR support_invitation_id IS NOT NULL) AND state = 'waiting'))`,
  'ALTER TABLE outgoing_mail ADD CONSTRAINT outgoing_mail_is_for_one_purpose CHECK (num_nonnulls(batch_id, invited_id, support_invitation_id) <= 1)',
  'CREATE INDEX outgoing_mail_by_support_invitation ON outgoing_mail (support_invitation_id) WHERE support_invitation_id IS NOT NULL',
];
