-- The schema that the migrations lead to, written by dump-schema.ts; see schema.pg.spec.ts for how to renew it.

CREATE TABLE approval (
  id uuid NOT NULL,
  plan_hash text NOT NULL,
  plan jsonb NOT NULL,
  request jsonb NOT NULL,
  title text NOT NULL,
  requested_by uuid NOT NULL,
  requested_by_name text NOT NULL,
  state text NOT NULL DEFAULT 'waiting'::text,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamp with time zone,
  note text NOT NULL DEFAULT ''::text,
  expires_at timestamp with time zone NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT approval_pkey PRIMARY KEY (id),
  CONSTRAINT approval_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES operator(id) ON DELETE CASCADE,
  CONSTRAINT approval_needs_a_second_person CHECK (((state <> 'approved'::text) OR (decided_by <> requested_by))),
  CONSTRAINT approval_state_is_known CHECK ((state = ANY (ARRAY['waiting'::text, 'approved'::text, 'rejected'::text, 'void'::text, 'expired'::text])))
);
CREATE INDEX approval_by_age ON public.approval USING btree (created_at DESC, id DESC);

CREATE TABLE artifact (
  provider_instance_id uuid NOT NULL,
  platform text NOT NULL,
  sha256 text NOT NULL,
  size integer NOT NULL,
  format text NOT NULL,
  bytes bytea NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT artifact_pkey PRIMARY KEY (provider_instance_id, platform),
  CONSTRAINT artifact_provider_instance_id_fkey FOREIGN KEY (provider_instance_id) REFERENCES provider_instance(id) ON DELETE CASCADE
);
CREATE INDEX artifact_by_sha256 ON public.artifact USING btree (sha256);

CREATE TABLE assignment (
  id uuid NOT NULL,
  package_id uuid NOT NULL,
  site_id uuid NOT NULL,
  priority integer NOT NULL DEFAULT 100,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT assignment_pkey PRIMARY KEY (id),
  CONSTRAINT assignment_is_one_per_package_and_site UNIQUE (package_id, site_id),
  CONSTRAINT assignment_package_id_fkey FOREIGN KEY (package_id) REFERENCES package(id) ON DELETE RESTRICT,
  CONSTRAINT assignment_site_id_fkey FOREIGN KEY (site_id) REFERENCES site(id) ON DELETE RESTRICT
);
CREATE INDEX assignment_by_site ON public.assignment USING btree (site_id);
CREATE TRIGGER assignment_marks_its_site AFTER INSERT OR DELETE OR UPDATE ON public.assignment FOR EACH ROW EXECUTE FUNCTION assignment_marks_its_site();

CREATE TABLE audit_entry (
  id uuid NOT NULL,
  tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
  at timestamp with time zone NOT NULL DEFAULT now(),
  actor_kind text NOT NULL,
  actor_id uuid,
  actor_name text NOT NULL,
  action text NOT NULL,
  subject_kind text NOT NULL,
  subject_id uuid,
  subject_name text NOT NULL DEFAULT ''::text,
  client_id uuid,
  site_id uuid,
  device_id uuid,
  changes jsonb NOT NULL DEFAULT '{}'::jsonb,
  request_id text,
  CONSTRAINT audit_entry_pkey PRIMARY KEY (id),
  CONSTRAINT audit_actor_kind_is_known CHECK ((actor_kind = ANY (ARRAY['operator'::text, 'device'::text, 'system'::text])))
);
CREATE INDEX audit_entry_by_device ON public.audit_entry USING btree (device_id, at DESC) WHERE (device_id IS NOT NULL);
CREATE INDEX audit_entry_by_subject ON public.audit_entry USING btree (subject_id, at DESC);
CREATE INDEX audit_entry_by_time ON public.audit_entry USING btree (at DESC, id DESC);
CREATE INDEX audit_entry_by_transaction ON public.audit_entry USING btree (tx);

CREATE TABLE catalogue_feedback (
  code text NOT NULL,
  operator_id uuid NOT NULL,
  helped boolean NOT NULL,
  note text NOT NULL,
  said_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT catalogue_feedback_pkey PRIMARY KEY (code, operator_id),
  CONSTRAINT catalogue_feedback_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES operator(id) ON DELETE CASCADE
);

CREATE TABLE change_plan (
  hash text NOT NULL,
  request_hash text NOT NULL,
  base jsonb NOT NULL,
  moves jsonb NOT NULL,
  made_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT change_plan_pkey PRIMARY KEY (hash)
);
CREATE INDEX change_plan_by_age ON public.change_plan USING btree (made_at);

CREATE TABLE client (
  id uuid NOT NULL,
  name text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  archived_at timestamp with time zone,
  CONSTRAINT client_pkey PRIMARY KEY (id)
);
CREATE INDEX client_by_name ON public.client USING btree (name, id);
CREATE UNIQUE INDEX client_name_is_unique ON public.client USING btree (lower(name)) WHERE (archived_at IS NULL);
CREATE TRIGGER client_marks_its_memberships AFTER UPDATE ON public.client FOR EACH ROW WHEN ((old.name IS DISTINCT FROM new.name)) EXECUTE FUNCTION client_marks_its_memberships();

CREATE TABLE core_process (
  id uuid NOT NULL,
  started_at timestamp with time zone NOT NULL DEFAULT now(),
  seen_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT core_process_pkey PRIMARY KEY (id)
);

CREATE TABLE deployment (
  id uuid NOT NULL,
  device_id uuid NOT NULL,
  provider_instance_id uuid NOT NULL,
  site_id uuid NOT NULL,
  desired text NOT NULL,
  generation bigint NOT NULL,
  settings_hash text NOT NULL,
  incarnation integer NOT NULL,
  released_at timestamp with time zone NOT NULL DEFAULT now(),
  remove_after timestamp with time zone,
  removed_at timestamp with time zone,
  due_at timestamp with time zone NOT NULL DEFAULT now(),
  secret_hash bytea,
  proof_number integer NOT NULL DEFAULT 0,
  proof_hash bytea,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  released_settings text NOT NULL,
  newest_settings text NOT NULL,
  pending text,
  pending_hash text,
  pending_site_id uuid,
  pending_since timestamp with time zone,
  rollout_id uuid,
  pinned_by uuid,
  excluded_by uuid,
  released_by text,
  release_cause text,
  CONSTRAINT deployment_pkey PRIMARY KEY (id),
  CONSTRAINT deployment_is_one_per_device_and_instance UNIQUE (device_id, provider_instance_id),
  CONSTRAINT deployment_device_id_fkey FOREIGN KEY (device_id) REFERENCES device(id) ON DELETE CASCADE,
  CONSTRAINT deployment_newest_settings_fkey FOREIGN KEY (newest_settings) REFERENCES effective_settings(hash) ON DELETE RESTRICT,
  CONSTRAINT deployment_pending_site_id_fkey FOREIGN KEY (pending_site_id) REFERENCES site(id) ON DELETE RESTRICT,
  CONSTRAINT deployment_provider_instance_id_fkey FOREIGN KEY (provider_instance_id) REFERENCES provider_instance(id) ON DELETE RESTRICT,
  CONSTRAINT deployment_released_settings_fkey FOREIGN KEY (released_settings) REFERENCES effective_settings(hash) ON DELETE RESTRICT,
  CONSTRAINT deployment_rollout_id_fkey FOREIGN KEY (rollout_id) REFERENCES rollout(id) ON DELETE RESTRICT,
  CONSTRAINT deployment_site_id_fkey FOREIGN KEY (site_id) REFERENCES site(id) ON DELETE RESTRICT,
  CONSTRAINT deployment_desired_is_known CHECK ((desired = ANY (ARRAY['present'::text, 'absent'::text]))),
  CONSTRAINT deployment_generation_starts_at_one CHECK ((generation >= 1)),
  CONSTRAINT deployment_of_a_rollout_waits CHECK (((rollout_id IS NULL) OR (pending IS NOT NULL))),
  CONSTRAINT deployment_pending_is_known CHECK ((pending = ANY (ARRAY['present'::text, 'absent'::text]))),
  CONSTRAINT deployment_removal_is_of_an_absent_one CHECK (((desired = 'absent'::text) OR ((remove_after IS NULL) AND (removed_at IS NULL)))),
  CONSTRAINT deployment_waits_as_a_whole CHECK ((((pending IS NULL) = (pending_hash IS NULL)) AND ((pending IS NULL) = (pending_since IS NULL))))
);
CREATE INDEX deployment_by_due ON public.deployment USING btree (due_at);
CREATE INDEX deployment_by_site ON public.deployment USING btree (site_id);
CREATE INDEX deployment_pending ON public.deployment USING btree (rollout_id, device_id) WHERE (pending IS NOT NULL);
CREATE UNIQUE INDEX deployment_secret_is_unique ON public.deployment USING btree (secret_hash);
CREATE TRIGGER deployment_tells_the_rollout_it_leaves AFTER UPDATE ON public.deployment FOR EACH ROW WHEN (((old.rollout_id IS NOT NULL) AND (old.rollout_id IS DISTINCT FROM new.rollout_id))) EXECUTE FUNCTION deployment_tells_the_rollout_it_leaves();
CREATE TRIGGER new_deployments_mark_their_tally AFTER INSERT ON public.deployment REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION new_rows_mark_their_tally();

CREATE TABLE deployment_event (
  id uuid NOT NULL,
  deployment_id uuid NOT NULL,
  device_id uuid NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  from_phase text,
  phase text NOT NULL,
  error_code text,
  generation bigint NOT NULL,
  actor text NOT NULL,
  cause text NOT NULL,
  CONSTRAINT deployment_event_pkey PRIMARY KEY (id),
  CONSTRAINT deployment_event_deployment_id_fkey FOREIGN KEY (deployment_id) REFERENCES deployment(id) ON DELETE CASCADE,
  CONSTRAINT deployment_event_device_id_fkey FOREIGN KEY (device_id) REFERENCES device(id) ON DELETE CASCADE
);
CREATE INDEX deployment_event_by_device ON public.deployment_event USING btree (device_id, at DESC, id DESC);

CREATE TABLE deployment_evidence (
  deployment_id uuid NOT NULL,
  incarnation integer NOT NULL DEFAULT 1,
  installed boolean,
  running boolean,
  agent_at timestamp with time zone,
  remote_id text,
  remote_version text,
  proof_number integer,
  configured_generation bigint,
  configured_at timestamp with time zone,
  verified_remote_id text,
  verified_incarnation integer,
  verified_at timestamp with time zone,
  removed_at_device_at timestamp with time zone,
  step text,
  step_at timestamp with time zone,
  failure_code text,
  failure_detail text,
  failure_generation bigint,
  failure_at timestamp with time zone,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamp with time zone,
  cleared_by text,
  cleared_at timestamp with time zone,
  process text,
  verified_process text,
  verified_proof integer,
  troubles jsonb NOT NULL DEFAULT '[]'::jsonb,
  reinstalls integer NOT NULL DEFAULT 0,
  restarts integer NOT NULL DEFAULT 0,
  reboot_pending boolean NOT NULL DEFAULT false,
  CONSTRAINT deployment_evidence_pkey PRIMARY KEY (deployment_id),
  CONSTRAINT deployment_evidence_deployment_id_fkey FOREIGN KEY (deployment_id) REFERENCES deployment(id) ON DELETE CASCADE
);

CREATE TABLE deployment_status (
  deployment_id uuid NOT NULL,
  device_id uuid NOT NULL,
  phase text NOT NULL,
  error_code text,
  attempt integer NOT NULL DEFAULT 0,
  next_attempt_at timestamp with time zone,
  since timestamp with time zone NOT NULL DEFAULT now(),
  conditions jsonb NOT NULL DEFAULT '[]'::jsonb,
  modes jsonb NOT NULL DEFAULT '{}'::jsonb,
  generation bigint NOT NULL,
  judged_at timestamp with time zone NOT NULL DEFAULT now(),
  waits_for text,
  CONSTRAINT deployment_status_pkey PRIMARY KEY (deployment_id),
  CONSTRAINT deployment_status_deployment_id_fkey FOREIGN KEY (deployment_id) REFERENCES deployment(id) ON DELETE CASCADE,
  CONSTRAINT deployment_status_device_id_fkey FOREIGN KEY (device_id) REFERENCES device(id) ON DELETE CASCADE,
  CONSTRAINT deployment_waits_for_something_known CHECK ((waits_for = ANY (ARRAY['wave'::text, 'window'::text, 'unfreezing'::text, 'resumption'::text, 'next-change'::text])))
);
CREATE INDEX deployment_status_by_code ON public.deployment_status USING btree (error_code, phase) WHERE (error_code IS NOT NULL);
CREATE INDEX deployment_status_by_device ON public.deployment_status USING btree (device_id);
CREATE INDEX deployment_status_by_phase ON public.deployment_status USING btree (phase, device_id);
CREATE TRIGGER changed_statuses_mark_their_tally AFTER UPDATE ON public.deployment_status FOR EACH ROW WHEN (((old.phase <> new.phase) OR (old.error_code IS DISTINCT FROM new.error_code))) EXECUTE FUNCTION changed_statuses_mark_their_tally();
CREATE TRIGGER new_deployment_statuss_mark_their_tally AFTER INSERT ON public.deployment_status REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION new_rows_mark_their_tally();

CREATE TABLE device (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  hardware_id text NOT NULL,
  public_key text NOT NULL,
  hostname text NOT NULL,
  display_name text,
  name text NOT NULL GENERATED ALWAYS AS (COALESCE(display_name, hostname)) STORED,
  os text NOT NULL,
  os_version text NOT NULL DEFAULT ''::text,
  arch text NOT NULL,
  agent_version text NOT NULL DEFAULT ''::text,
  last_user text,
  tags text[] NOT NULL DEFAULT '{}'::text[],
  interactive_sessions integer NOT NULL DEFAULT 0,
  can_prompt boolean NOT NULL DEFAULT false,
  has_display boolean NOT NULL DEFAULT false,
  inventory_at timestamp with time zone,
  inventory_hash text,
  incarnation integer NOT NULL DEFAULT 1,
  quarantined boolean NOT NULL DEFAULT false,
  claim_public_key text,
  claim_site_id uuid,
  claimed_at timestamp with time zone,
  revoked_at timestamp with time zone,
  retired_at timestamp with time zone,
  next_instruction_seq bigint NOT NULL DEFAULT 1,
  enrolled_at timestamp with time zone NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  device_type text NOT NULL DEFAULT 'unknown'::text,
  CONSTRAINT device_pkey PRIMARY KEY (id),
  CONSTRAINT device_claim_key_is_unique UNIQUE (claim_public_key),
  CONSTRAINT device_is_of_one_site UNIQUE (id, site_id),
  CONSTRAINT device_public_key_is_unique UNIQUE (public_key),
  CONSTRAINT device_site_id_fkey FOREIGN KEY (site_id) REFERENCES site(id) ON DELETE RESTRICT,
  CONSTRAINT device_arch_is_known CHECK ((arch = ANY (ARRAY['x64'::text, 'arm64'::text, 'x86'::text, 'arm'::text]))),
  CONSTRAINT device_claim_is_whole CHECK ((((claim_public_key IS NULL) = (claim_site_id IS NULL)) AND ((claim_public_key IS NULL) = (claimed_at IS NULL)))),
  CONSTRAINT device_os_is_known CHECK ((os = ANY (ARRAY['linux'::text, 'windows'::text, 'macos'::text]))),
  CONSTRAINT device_type_is_known CHECK ((device_type = ANY (ARRAY['server'::text, 'workstation'::text, 'laptop'::text, 'virtual'::text, 'unknown'::text])))
);
CREATE INDEX device_by_hardware ON public.device USING btree (hardware_id);
CREATE INDEX device_by_name ON public.device USING btree (name, id);
CREATE INDEX device_by_site ON public.device USING btree (site_id, name, id);
CREATE TRIGGER changed_devices_mark_their_memberships AFTER UPDATE ON public.device REFERENCING OLD TABLE AS was NEW TABLE AS now_is FOR EACH STATEMENT EXECUTE FUNCTION changed_devices_mark_their_memberships();
CREATE TRIGGER device_marks_its_deployments_due AFTER UPDATE ON public.device FOR EACH ROW WHEN ((((old.name IS DISTINCT FROM new.name) OR (old.has_display IS DISTINCT FROM new.has_display)) OR (old.incarnation IS DISTINCT FROM new.incarnation))) EXECUTE FUNCTION device_marks_its_deployments_due();
CREATE TRIGGER device_marks_its_sites AFTER UPDATE ON public.device FOR EACH ROW WHEN ((((((((old.site_id IS DISTINCT FROM new.site_id) OR (old.os IS DISTINCT FROM new.os)) OR (old.arch IS DISTINCT FROM new.arch)) OR (old.incarnation IS DISTINCT FROM new.incarnation)) OR (old.quarantined IS DISTINCT FROM new.quarantined)) OR (old.retired_at IS DISTINCT FROM new.retired_at)) OR (old.revoked_at IS DISTINCT FROM new.revoked_at))) EXECUTE FUNCTION device_marks_its_sites();
CREATE TRIGGER leaving_device_marks_its_removals AFTER UPDATE ON public.device FOR EACH ROW WHEN (((old.retired_at IS NULL) AND (new.retired_at IS NOT NULL))) EXECUTE FUNCTION leaving_device_marks_its_removals();
CREATE TRIGGER new_devices_mark_their_memberships AFTER INSERT ON public.device REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION new_devices_mark_their_memberships();
CREATE TRIGGER new_devices_mark_their_sites AFTER INSERT ON public.device REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION new_devices_mark_their_sites();

CREATE TABLE device_group (
  id uuid NOT NULL,
  client_id uuid,
  name text NOT NULL,
  description text NOT NULL DEFAULT ''::text,
  filter text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT device_group_pkey PRIMARY KEY (id),
  CONSTRAINT device_group_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(id) ON DELETE RESTRICT
);
CREATE INDEX device_group_by_name ON public.device_group USING btree (name, id);
CREATE UNIQUE INDEX device_group_name_is_unique ON public.device_group USING btree (lower(name));
CREATE TRIGGER device_group_takes_ended_exclusions_along BEFORE DELETE ON public.device_group FOR EACH ROW EXECUTE FUNCTION device_group_takes_ended_exclusions_along();

CREATE TABLE device_group_member (
  group_id uuid NOT NULL,
  device_id uuid NOT NULL,
  site_id uuid NOT NULL,
  CONSTRAINT device_group_member_pkey PRIMARY KEY (group_id, device_id),
  CONSTRAINT device_group_member_group_id_fkey FOREIGN KEY (group_id) REFERENCES device_group(id) ON DELETE CASCADE,
  CONSTRAINT device_group_member_is_of_its_devices_site FOREIGN KEY (device_id, site_id) REFERENCES device(id, site_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX device_group_member_by_device ON public.device_group_member USING btree (device_id, group_id);
CREATE INDEX device_group_member_by_site ON public.device_group_member USING btree (site_id, group_id, device_id);
CREATE TRIGGER device_group_member_knows_its_site BEFORE INSERT ON public.device_group_member FOR EACH ROW WHEN ((new.site_id IS NULL)) EXECUTE FUNCTION site_of_its_device();

CREATE TABLE device_override (
  device_id uuid NOT NULL,
  settings jsonb NOT NULL,
  may_loosen boolean NOT NULL DEFAULT false,
  reason text NOT NULL,
  author_id uuid,
  author_name text NOT NULL,
  expires_at timestamp with time zone,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  site_id uuid NOT NULL,
  CONSTRAINT device_override_pkey PRIMARY KEY (device_id),
  CONSTRAINT device_override_is_of_its_devices_site FOREIGN KEY (device_id, site_id) REFERENCES device(id, site_id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT override_says_why CHECK ((reason <> ''::text)),
  CONSTRAINT override_that_loosens_expires CHECK (((NOT may_loosen) OR ((expires_at IS NOT NULL) AND (expires_at <= (updated_at + '30 days 01:00:00'::interval)))))
);
CREATE INDEX device_override_by_expiry ON public.device_override USING btree (expires_at) WHERE (expires_at IS NOT NULL);
CREATE INDEX device_override_by_site ON public.device_override USING btree (site_id);
CREATE TRIGGER changed_overrides_mark_their_sites AFTER UPDATE ON public.device_override REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION changed_overrides_mark_their_sites();
CREATE TRIGGER deleted_overrides_mark_their_sites AFTER DELETE ON public.device_override REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION overrides_mark_their_sites();
CREATE TRIGGER device_override_knows_its_site BEFORE INSERT ON public.device_override FOR EACH ROW WHEN ((new.site_id IS NULL)) EXECUTE FUNCTION site_of_its_device();
CREATE TRIGGER new_overrides_mark_their_sites AFTER INSERT ON public.device_override REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION overrides_mark_their_sites();

CREATE TABLE device_presence (
  device_id uuid NOT NULL,
  online boolean NOT NULL,
  connection_id uuid,
  gateway_id uuid,
  connected_at timestamp with time zone,
  offline_since timestamp with time zone,
  last_seen_at timestamp with time zone NOT NULL,
  CONSTRAINT device_presence_pkey PRIMARY KEY (device_id),
  CONSTRAINT device_presence_device_id_fkey FOREIGN KEY (device_id) REFERENCES device(id) ON DELETE CASCADE
) WITH (fillfactor=50);
CREATE INDEX device_presence_by_gateway ON public.device_presence USING btree (gateway_id) WHERE online;
CREATE INDEX device_presence_by_offline_since ON public.device_presence USING btree (offline_since, device_id);

CREATE TABLE dirty_site (
  site_id uuid NOT NULL,
  marked_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  rollout_id uuid,
  at_once boolean NOT NULL DEFAULT false,
  tx xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX dirty_site_by_age ON public.dirty_site USING btree (marked_at);
CREATE INDEX dirty_site_by_tx ON public.dirty_site USING btree (tx);

CREATE TABLE effective_settings (
  hash text NOT NULL,
  settings jsonb NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT effective_settings_pkey PRIMARY KEY (hash)
);

CREATE TABLE enrolment_token (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  secret_hash bytea NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  max_uses integer,
  uses integer NOT NULL DEFAULT 0,
  revoked_at timestamp with time zone,
  created_by uuid,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT enrolment_token_pkey PRIMARY KEY (id),
  CONSTRAINT enrolment_token_site_id_fkey FOREIGN KEY (site_id) REFERENCES site(id) ON DELETE CASCADE,
  CONSTRAINT enrolment_token_allows_a_use CHECK ((max_uses >= 1)),
  CONSTRAINT enrolment_token_is_not_overused CHECK (((max_uses IS NULL) OR (uses <= max_uses)))
);
CREATE INDEX enrolment_token_by_site ON public.enrolment_token USING btree (site_id, created_at DESC);

CREATE TABLE exclusion (
  id uuid NOT NULL,
  kind text NOT NULL,
  site_id uuid,
  device_group_id uuid,
  device_id uuid,
  reason text NOT NULL,
  author_id uuid,
  author_name text NOT NULL,
  expires_at timestamp with time zone,
  ended_at timestamp with time zone,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  end_reason text,
  ended_by_name text,
  CONSTRAINT exclusion_pkey PRIMARY KEY (id),
  CONSTRAINT exclusion_device_group_id_fkey FOREIGN KEY (device_group_id) REFERENCES device_group(id) ON DELETE RESTRICT,
  CONSTRAINT exclusion_device_id_fkey FOREIGN KEY (device_id) REFERENCES device(id) ON DELETE CASCADE,
  CONSTRAINT exclusion_site_id_fkey FOREIGN KEY (site_id) REFERENCES site(id) ON DELETE CASCADE,
  CONSTRAINT exclusion_end_has_a_reason CHECK (((ended_at IS NULL) = (end_reason IS NULL))),
  CONSTRAINT exclusion_end_reason_is_known CHECK ((end_reason = ANY (ARRAY['expired'::text, 'withdrawn'::text]))),
  CONSTRAINT exclusion_has_one_target CHECK ((num_nonnulls(site_id, device_group_id, device_id) = 1)),
  CONSTRAINT exclusion_kind_is_known CHECK ((kind = ANY (ARRAY['exclude'::text, 'pin'::text]))),
  CONSTRAINT exclusion_says_why CHECK ((reason <> ''::text))
);
CREATE INDEX exclusion_by_age ON public.exclusion USING btree (created_at, id);
CREATE INDEX exclusion_by_device ON public.exclusion USING btree (device_id) WHERE (ended_at IS NULL);
CREATE INDEX exclusion_by_expiry ON public.exclusion USING btree (expires_at) WHERE ((ended_at IS NULL) AND (expires_at IS NOT NULL));
CREATE INDEX exclusion_by_group ON public.exclusion USING btree (device_group_id) WHERE (ended_at IS NULL);
CREATE INDEX exclusion_by_site ON public.exclusion USING btree (site_id) WHERE (ended_at IS NULL);
CREATE TRIGGER changed_exclusions_mark_their_sites AFTER UPDATE ON public.exclusion REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION changed_exclusions_mark_their_sites();
CREATE TRIGGER deleted_exclusions_mark_their_sites AFTER DELETE ON public.exclusion REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION exclusions_mark_their_sites();
CREATE TRIGGER new_exclusions_mark_their_sites AFTER INSERT ON public.exclusion REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION exclusions_mark_their_sites();

CREATE TABLE gateway (
  id uuid NOT NULL,
  started_at timestamp with time zone NOT NULL DEFAULT now(),
  seen_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT gateway_pkey PRIMARY KEY (id)
);

CREATE TABLE idempotency_key (
  operator_id uuid NOT NULL,
  key text NOT NULL,
  request_hash text NOT NULL,
  status integer,
  body jsonb,
  etag text,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT idempotency_key_pkey PRIMARY KEY (operator_id, key)
);

CREATE TABLE installation (
  singleton boolean NOT NULL DEFAULT true,
  id uuid NOT NULL,
  name text NOT NULL DEFAULT 'Latchkey'::text,
  default_time_zone text NOT NULL DEFAULT 'UTC'::text,
  epoch integer NOT NULL DEFAULT 0,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  frozen boolean NOT NULL DEFAULT false,
  frozen_reason text NOT NULL DEFAULT ''::text,
  frozen_by text,
  frozen_at timestamp with time zone,
  needs_second_person boolean NOT NULL DEFAULT false,
  rollout_defaults jsonb NOT NULL DEFAULT '{"waves": ["1", "10", "100", "25%", "100%"], "window": null, "soakSeconds": 60, "ratePerMinute": null}'::jsonb,
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT installation_pkey PRIMARY KEY (singleton),
  CONSTRAINT installation_epoch_is_not_negative CHECK ((epoch >= 0)),
  CONSTRAINT installation_is_one CHECK (singleton)
);

CREATE TABLE instance_key (
  purpose text NOT NULL,
  id text NOT NULL,
  public_key text NOT NULL,
  signature text,
  sealed_private_key bytea NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT instance_key_pkey PRIMARY KEY (purpose, id)
);

CREATE TABLE instruction (
  id uuid NOT NULL,
  device_id uuid NOT NULL,
  deployment_id uuid,
  seq bigint NOT NULL,
  generation bigint NOT NULL,
  kind text NOT NULL,
  attempt integer NOT NULL,
  frame text,
  issued_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  acknowledged_at timestamp with time zone,
  progress_at timestamp with time zone,
  step text,
  percent integer,
  reported_at timestamp with time zone,
  outcome text,
  error_code text,
  detail text,
  gone text[],
  CONSTRAINT instruction_pkey PRIMARY KEY (id),
  CONSTRAINT instruction_seq_is_never_reused UNIQUE (device_id, seq),
  CONSTRAINT instruction_deployment_id_fkey FOREIGN KEY (deployment_id) REFERENCES deployment(id) ON DELETE CASCADE,
  CONSTRAINT instruction_device_id_fkey FOREIGN KEY (device_id) REFERENCES device(id) ON DELETE CASCADE,
  CONSTRAINT instruction_outcome_comes_with_its_time CHECK (((outcome IS NULL) = (reported_at IS NULL))),
  CONSTRAINT instruction_outcome_is_known CHECK ((outcome = ANY (ARRAY['done'::text, 'failed'::text, 'refused'::text, 'expired'::text])))
);
CREATE INDEX instruction_by_deployment ON public.instruction USING btree (deployment_id, seq DESC);
CREATE INDEX instruction_open ON public.instruction USING btree (device_id, seq) WHERE (reported_at IS NULL);

CREATE TABLE launch (
  id uuid NOT NULL,
  operator_id uuid NOT NULL,
  session_id uuid,
  device_id uuid NOT NULL,
  deployment_id uuid NOT NULL,
  mode text NOT NULL,
  reason text,
  state text NOT NULL,
  ticket_hash bytea NOT NULL,
  ticket_expires_at timestamp with time zone NOT NULL,
  redeemed_at timestamp with time zone,
  remote_id text,
  share_id text,
  share_path text,
  share_expires_at timestamp with time zone,
  entry_hash bytea,
  entry_used_at timestamp with time zone,
  browser_hash bytea,
  requested_at timestamp with time zone NOT NULL DEFAULT now(),
  opened_at timestamp with time zone,
  last_active_at timestamp with time zone,
  ended_at timestamp with time zone,
  end_reason text,
  refusal_code text,
  bytes_in bigint NOT NULL DEFAULT 0,
  bytes_out bigint NOT NULL DEFAULT 0,
  CONSTRAINT launch_pkey PRIMARY KEY (id),
  CONSTRAINT launch_ticket_is_unique UNIQUE (ticket_hash),
  CONSTRAINT launch_deployment_id_fkey FOREIGN KEY (deployment_id) REFERENCES deployment(id) ON DELETE CASCADE,
  CONSTRAINT launch_device_id_fkey FOREIGN KEY (device_id) REFERENCES device(id) ON DELETE CASCADE,
  CONSTRAINT launch_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES operator(id) ON DELETE RESTRICT,
  CONSTRAINT launch_mode_is_known CHECK ((mode = ANY (ARRAY['desktop'::text, 'terminal'::text, 'files'::text]))),
  CONSTRAINT launch_state_is_known CHECK ((state = ANY (ARRAY['requested'::text, 'redeemed'::text, 'minted'::text, 'active'::text, 'ended'::text, 'refused'::text])))
);
CREATE UNIQUE INDEX launch_browser_is_unique ON public.launch USING btree (browser_hash);
CREATE INDEX launch_by_device ON public.launch USING btree (device_id, requested_at DESC);
CREATE INDEX launch_by_time ON public.launch USING btree (requested_at DESC, id DESC);
CREATE UNIQUE INDEX launch_entry_is_unique ON public.launch USING btree (entry_hash);
CREATE INDEX launch_live ON public.launch USING btree (state) WHERE (state = ANY (ARRAY['redeemed'::text, 'minted'::text, 'active'::text]));

CREATE TABLE offboarding (
  id uuid NOT NULL,
  client_id uuid NOT NULL,
  client_name text NOT NULL,
  requested_by uuid,
  requested_by_name text NOT NULL,
  reason text NOT NULL DEFAULT ''::text,
  started_at timestamp with time zone NOT NULL DEFAULT now(),
  certificate jsonb,
  certified_at timestamp with time zone,
  certificate_wanted_at timestamp with time zone,
  CONSTRAINT offboarding_pkey PRIMARY KEY (id),
  CONSTRAINT offboarding_client_id_key UNIQUE (client_id),
  CONSTRAINT offboarding_is_of_a_client FOREIGN KEY (client_id) REFERENCES client(id) ON DELETE RESTRICT,
  CONSTRAINT offboarding_certificate_has_a_time CHECK (((certificate IS NULL) = (certified_at IS NULL)))
);
CREATE INDEX offboarding_wants_a_certificate ON public.offboarding USING btree (certificate_wanted_at) WHERE ((certificate_wanted_at IS NOT NULL) AND ((certified_at IS NULL) OR (certified_at < certificate_wanted_at)));

CREATE TABLE operator (
  id uuid NOT NULL,
  email text NOT NULL,
  name text NOT NULL,
  password_hash text,
  role text NOT NULL,
  allow_remote_control boolean NOT NULL DEFAULT false,
  scope_all boolean NOT NULL DEFAULT false,
  disabled boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT operator_pkey PRIMARY KEY (id),
  CONSTRAINT operator_role_is_known CHECK ((role = ANY (ARRAY['primary-super-admin'::text, 'super-admin'::text, 'manager'::text, 'technician'::text, 'client-site-manager'::text, 'office-staff'::text, 'auditor'::text])))
);
CREATE INDEX operator_by_name ON public.operator USING btree (name, id);
CREATE UNIQUE INDEX operator_email_is_unique ON public.operator USING btree (lower(email));
CREATE UNIQUE INDEX operator_primary_super_admin_is_one ON public.operator USING btree (role) WHERE (role = 'primary-super-admin'::text);

CREATE TABLE operator_scope (
  operator_id uuid NOT NULL,
  client_id uuid,
  site_id uuid,
  CONSTRAINT operator_scope_is_said_once UNIQUE NULLS NOT DISTINCT (operator_id, client_id, site_id),
  CONSTRAINT operator_scope_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(id) ON DELETE CASCADE,
  CONSTRAINT operator_scope_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES operator(id) ON DELETE CASCADE,
  CONSTRAINT operator_scope_site_id_fkey FOREIGN KEY (site_id) REFERENCES site(id) ON DELETE CASCADE,
  CONSTRAINT operator_scope_names_a_client_or_a_site CHECK (((client_id IS NULL) <> (site_id IS NULL)))
);

CREATE TABLE operator_session (
  id uuid NOT NULL,
  operator_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  last_used_at timestamp with time zone NOT NULL DEFAULT now(),
  expires_at timestamp with time zone NOT NULL,
  revoked_at timestamp with time zone,
  ip text,
  user_agent text,
  CONSTRAINT operator_session_pkey PRIMARY KEY (id),
  CONSTRAINT operator_session_token_is_unique UNIQUE (token_hash),
  CONSTRAINT operator_session_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES operator(id) ON DELETE CASCADE
);
CREATE INDEX operator_session_by_operator ON public.operator_session USING btree (operator_id);

CREATE TABLE package (
  id uuid NOT NULL,
  client_id uuid,
  name text NOT NULL,
  description text NOT NULL DEFAULT ''::text,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT package_pkey PRIMARY KEY (id),
  CONSTRAINT package_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(id) ON DELETE RESTRICT
);
CREATE INDEX package_by_name ON public.package USING btree (name, id);
CREATE UNIQUE INDEX package_name_is_unique ON public.package USING btree (lower(name));

CREATE TABLE package_entry (
  package_id uuid NOT NULL,
  policy_id uuid NOT NULL,
  "position" integer NOT NULL,
  device_group_id uuid,
  CONSTRAINT package_entry_is_one_per_policy_and_group UNIQUE NULLS NOT DISTINCT (package_id, policy_id, device_group_id),
  CONSTRAINT package_entry_device_group_id_fkey FOREIGN KEY (device_group_id) REFERENCES device_group(id) ON DELETE RESTRICT,
  CONSTRAINT package_entry_package_id_fkey FOREIGN KEY (package_id) REFERENCES package(id) ON DELETE CASCADE,
  CONSTRAINT package_entry_policy_id_fkey FOREIGN KEY (policy_id) REFERENCES policy(id) ON DELETE RESTRICT
);
CREATE INDEX package_entry_by_group ON public.package_entry USING btree (device_group_id) WHERE (device_group_id IS NOT NULL);
CREATE INDEX package_entry_by_policy ON public.package_entry USING btree (policy_id);
CREATE TRIGGER package_entry_marks_its_sites AFTER INSERT OR DELETE OR UPDATE ON public.package_entry FOR EACH ROW EXECUTE FUNCTION package_entry_marks_its_sites();

CREATE TABLE policy (
  id uuid NOT NULL,
  client_id uuid,
  category text NOT NULL,
  type text NOT NULL,
  name text NOT NULL,
  description text NOT NULL DEFAULT ''::text,
  enabled boolean NOT NULL DEFAULT true,
  settings jsonb NOT NULL DEFAULT '{}'::jsonb,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT policy_pkey PRIMARY KEY (id),
  CONSTRAINT policy_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(id) ON DELETE RESTRICT
);
CREATE INDEX policy_by_name ON public.policy USING btree (name, id);
CREATE UNIQUE INDEX policy_name_is_unique ON public.policy USING btree (lower(name));
CREATE TRIGGER policy_marks_its_sites AFTER UPDATE ON public.policy FOR EACH ROW WHEN (((old.settings IS DISTINCT FROM new.settings) OR (old.enabled IS DISTINCT FROM new.enabled))) EXECUTE FUNCTION policy_marks_its_sites();

CREATE TABLE policy_locks (
  singleton boolean NOT NULL DEFAULT true,
  settings jsonb NOT NULL DEFAULT '{}'::jsonb,
  version integer NOT NULL DEFAULT 1,
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT policy_locks_pkey PRIMARY KEY (singleton),
  CONSTRAINT policy_locks_are_one CHECK (singleton)
);
CREATE TRIGGER policy_locks_mark_all_sites AFTER UPDATE ON public.policy_locks FOR EACH ROW WHEN ((old.settings IS DISTINCT FROM new.settings)) EXECUTE FUNCTION policy_locks_mark_all_sites();

CREATE TABLE policy_version (
  policy_id uuid NOT NULL,
  version integer NOT NULL,
  name text NOT NULL,
  description text NOT NULL,
  enabled boolean NOT NULL,
  settings jsonb NOT NULL,
  author_id uuid,
  author_name text NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT policy_version_pkey PRIMARY KEY (policy_id, version),
  CONSTRAINT policy_version_policy_id_fkey FOREIGN KEY (policy_id) REFERENCES policy(id) ON DELETE CASCADE
);

CREATE TABLE provider_act (
  id uuid NOT NULL,
  kind text NOT NULL,
  provider_instance_id uuid NOT NULL,
  site_id uuid,
  deployment_id uuid,
  launch_id uuid,
  request jsonb NOT NULL DEFAULT '{}'::jsonb,
  state text NOT NULL DEFAULT 'waiting'::text,
  answer jsonb,
  error_code text,
  error_detail text,
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamp with time zone NOT NULL DEFAULT now(),
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  done_at timestamp with time zone,
  CONSTRAINT provider_act_pkey PRIMARY KEY (id),
  CONSTRAINT provider_act_deployment_id_fkey FOREIGN KEY (deployment_id) REFERENCES deployment(id) ON DELETE CASCADE,
  CONSTRAINT provider_act_launch_id_fkey FOREIGN KEY (launch_id) REFERENCES launch(id) ON DELETE CASCADE,
  CONSTRAINT provider_act_provider_instance_id_fkey FOREIGN KEY (provider_instance_id) REFERENCES provider_instance(id) ON DELETE CASCADE,
  CONSTRAINT provider_act_kind_is_known CHECK ((kind = ANY (ARRAY['ensure-site'::text, 'ensure-installer'::text, 'place-endpoint'::text, 'remove-endpoint'::text, 'mint-launch'::text, 'revoke-launch'::text, 'judge-cookie'::text]))),
  CONSTRAINT provider_act_state_is_known CHECK ((state = ANY (ARRAY['waiting'::text, 'done'::text, 'failed'::text])))
);
CREATE INDEX provider_act_by_deployment ON public.provider_act USING btree (deployment_id) WHERE (state = 'waiting'::text);
CREATE INDEX provider_act_done ON public.provider_act USING btree (done_at) WHERE (state <> 'waiting'::text);
CREATE INDEX provider_act_waiting ON public.provider_act USING btree (due_at) WHERE (state = 'waiting'::text);

CREATE TABLE provider_instance (
  id uuid NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  region text,
  embedded boolean NOT NULL DEFAULT false,
  connection jsonb NOT NULL DEFAULT '{}'::jsonb,
  health text NOT NULL DEFAULT 'unknown'::text,
  health_code text,
  health_detail text,
  health_since timestamp with time zone NOT NULL DEFAULT now(),
  checked_at timestamp with time zone,
  engine_version text,
  below_floor boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT provider_instance_pkey PRIMARY KEY (id),
  CONSTRAINT provider_instance_health_is_known CHECK ((health = ANY (ARRAY['unknown'::text, 'reachable'::text, 'unreachable'::text, 'refused'::text])))
);
CREATE UNIQUE INDEX provider_instance_embedded_is_one_per_kind ON public.provider_instance USING btree (kind) WHERE embedded;
CREATE UNIQUE INDEX provider_instance_name_is_unique ON public.provider_instance USING btree (lower(name));

CREATE TABLE provider_secret (
  provider_instance_id uuid NOT NULL,
  name text NOT NULL,
  sealed bytea NOT NULL,
  CONSTRAINT provider_secret_pkey PRIMARY KEY (provider_instance_id, name),
  CONSTRAINT provider_secret_provider_instance_id_fkey FOREIGN KEY (provider_instance_id) REFERENCES provider_instance(id) ON DELETE CASCADE
);

CREATE TABLE provider_site (
  provider_instance_id uuid NOT NULL,
  site_id uuid NOT NULL,
  remote_group_id text NOT NULL,
  ensured_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT provider_site_pkey PRIMARY KEY (provider_instance_id, site_id),
  CONSTRAINT provider_site_provider_instance_id_fkey FOREIGN KEY (provider_instance_id) REFERENCES provider_instance(id) ON DELETE CASCADE,
  CONSTRAINT provider_site_site_id_fkey FOREIGN KEY (site_id) REFERENCES site(id) ON DELETE CASCADE
);

CREATE TABLE remote_endpoint (
  provider_instance_id uuid NOT NULL,
  remote_id text NOT NULL,
  device_id uuid,
  remote_group_id text,
  name text NOT NULL DEFAULT ''::text,
  mark text,
  version text,
  connected boolean NOT NULL DEFAULT false,
  connected_at timestamp with time zone,
  seen_at timestamp with time zone NOT NULL DEFAULT now(),
  first_seen_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT remote_endpoint_pkey PRIMARY KEY (provider_instance_id, remote_id),
  CONSTRAINT remote_endpoint_device_id_fkey FOREIGN KEY (device_id) REFERENCES device(id) ON DELETE SET NULL,
  CONSTRAINT remote_endpoint_provider_instance_id_fkey FOREIGN KEY (provider_instance_id) REFERENCES provider_instance(id) ON DELETE CASCADE
);
CREATE INDEX remote_endpoint_by_device ON public.remote_endpoint USING btree (device_id);

CREATE TABLE removal_given_up (
  deployment_id uuid NOT NULL,
  generation bigint NOT NULL,
  reason text NOT NULL,
  author_id uuid,
  author_name text NOT NULL,
  given_up_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT removal_given_up_pkey PRIMARY KEY (deployment_id, generation),
  CONSTRAINT removal_given_up_deployment_id_fkey FOREIGN KEY (deployment_id) REFERENCES deployment(id) ON DELETE CASCADE,
  CONSTRAINT removal_given_up_says_why CHECK ((reason <> ''::text))
);

CREATE TABLE removal_proof (
  deployment_id uuid NOT NULL,
  generation bigint NOT NULL,
  instruction_id uuid,
  device_at timestamp with time zone,
  provider_at timestamp with time zone,
  proven_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT removal_proof_pkey PRIMARY KEY (deployment_id, generation),
  CONSTRAINT removal_proof_deployment_id_fkey FOREIGN KEY (deployment_id) REFERENCES deployment(id) ON DELETE CASCADE,
  CONSTRAINT removal_proof_is_of_device_and_provider CHECK (((device_at IS NULL) = (provider_at IS NULL)))
);

CREATE TABLE rollout (
  id uuid NOT NULL,
  title text NOT NULL,
  plan_hash text NOT NULL,
  requested_by uuid,
  requested_by_name text NOT NULL,
  state text NOT NULL DEFAULT 'running'::text,
  state_reason text NOT NULL DEFAULT ''::text,
  state_at timestamp with time zone NOT NULL DEFAULT now(),
  waves jsonb NOT NULL,
  soak_seconds integer NOT NULL,
  rate_per_minute integer,
  maintenance_window jsonb,
  wave integer NOT NULL DEFAULT 0,
  wave_opened_at timestamp with time zone,
  device_count integer NOT NULL,
  look_again_at timestamp with time zone NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  ended_at timestamp with time zone,
  targets integer[],
  state_by text NOT NULL DEFAULT 'operator'::text,
  watched_since timestamp with time zone,
  soaking_since timestamp with time zone,
  accepted_until timestamp with time zone,
  accepted_wave integer,
  wants_devices boolean NOT NULL DEFAULT false,
  waits_for text,
  waits_until timestamp with time zone,
  looked_at timestamp with time zone NOT NULL DEFAULT now(),
  request jsonb,
  CONSTRAINT rollout_pkey PRIMARY KEY (id),
  CONSTRAINT rollout_rate_is_positive CHECK ((rate_per_minute > 0)),
  CONSTRAINT rollout_soak_is_not_negative CHECK ((soak_seconds >= 0)),
  CONSTRAINT rollout_state_is_by_somebody_known CHECK ((state_by = ANY (ARRAY['operator'::text, 'guard'::text]))),
  CONSTRAINT rollout_state_is_known CHECK ((state = ANY (ARRAY['running'::text, 'paused'::text, 'halted'::text, 'aborted'::text, 'done'::text, 'superseded'::text]))),
  CONSTRAINT rollout_waits_for_something_known CHECK ((waits_for = ANY (ARRAY['devices-named'::text, 'operator'::text, 'unfreezing'::text, 'window'::text, 'rate'::text, 'devices'::text, 'answers'::text, 'results'::text, 'failures'::text, 'soak'::text]))),
  CONSTRAINT rollout_wave_has_a_target CHECK (((wave = 0) OR ((targets IS NOT NULL) AND (wave <= cardinality(targets))))),
  CONSTRAINT rollout_wave_is_not_negative CHECK ((wave >= 0)),
  CONSTRAINT rollout_window_can_open CHECK (((maintenance_window IS NULL) OR COALESCE((((maintenance_window -> 'days'::text) ?| ARRAY['sun'::text, 'mon'::text, 'tue'::text, 'wed'::text, 'thu'::text, 'fri'::text, 'sat'::text]) AND ((maintenance_window ->> 'from'::text) ~ '^\d\d:\d\d$'::text) AND ((maintenance_window ->> 'to'::text) ~ '^\d\d:\d\d$'::text)), false)))
);
CREATE INDEX rollout_by_age ON public.rollout USING btree (created_at DESC, id DESC);
CREATE INDEX rollout_to_look_at ON public.rollout USING btree (look_again_at) WHERE (ended_at IS NULL);

CREATE TABLE rollout_device (
  rollout_id uuid NOT NULL,
  device_id uuid NOT NULL,
  action text NOT NULL,
  wave integer,
  released_at timestamp with time zone,
  outcome text,
  outcome_code text,
  outcome_at timestamp with time zone,
  seen_at timestamp with time zone,
  CONSTRAINT rollout_device_pkey PRIMARY KEY (rollout_id, device_id),
  CONSTRAINT rollout_device_device_id_fkey FOREIGN KEY (device_id) REFERENCES device(id) ON DELETE CASCADE,
  CONSTRAINT rollout_device_rollout_id_fkey FOREIGN KEY (rollout_id) REFERENCES rollout(id) ON DELETE CASCADE,
  CONSTRAINT rollout_action_is_known CHECK ((action = ANY (ARRAY['install'::text, 'update'::text, 'remove'::text]))),
  CONSTRAINT rollout_device_is_released_in_a_wave CHECK (((released_at IS NULL) OR (wave IS NOT NULL))),
  CONSTRAINT rollout_outcome_is_known CHECK ((outcome = ANY (ARRAY['settled'::text, 'failed'::text, 'withdrawn'::text, 'superseded'::text])))
);
CREATE INDEX rollout_device_by_device ON public.rollout_device USING btree (device_id);
CREATE INDEX rollout_device_by_release ON public.rollout_device USING btree (rollout_id, released_at) WHERE (released_at IS NOT NULL);
CREATE INDEX rollout_device_by_wave ON public.rollout_device USING btree (rollout_id, wave);
CREATE INDEX rollout_device_unsettled ON public.rollout_device USING btree (rollout_id, device_id) WHERE ((released_at IS NOT NULL) AND ((outcome IS NULL) OR (outcome = 'failed'::text)));
CREATE INDEX rollout_device_waiting ON public.rollout_device USING btree (rollout_id, device_id) WHERE ((released_at IS NULL) AND (outcome IS NULL));

CREATE TABLE rollout_news (
  rollout_id uuid NOT NULL,
  marked_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX rollout_news_by_rollout ON public.rollout_news USING btree (rollout_id);

CREATE TABLE server_key (
  id text NOT NULL,
  purpose text NOT NULL,
  public_key text NOT NULL,
  signature text NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT server_key_pkey PRIMARY KEY (id),
  CONSTRAINT server_key_purpose_is_known CHECK ((purpose = ANY (ARRAY['root'::text, 'instruction'::text])))
);

CREATE TABLE setup_claim (
  singleton boolean NOT NULL DEFAULT true,
  code_hash bytea NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT setup_claim_pkey PRIMARY KEY (singleton),
  CONSTRAINT setup_claim_is_one CHECK (singleton)
);

CREATE TABLE site (
  id uuid NOT NULL,
  client_id uuid NOT NULL,
  name text NOT NULL,
  time_zone text NOT NULL,
  region text,
  provider_instance_id uuid,
  placement_reason text,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT site_pkey PRIMARY KEY (id),
  CONSTRAINT site_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(id) ON DELETE RESTRICT,
  CONSTRAINT site_provider_instance_id_fkey FOREIGN KEY (provider_instance_id) REFERENCES provider_instance(id) ON DELETE RESTRICT
);
CREATE INDEX site_by_name ON public.site USING btree (name, id);
CREATE UNIQUE INDEX site_name_is_unique_in_client ON public.site USING btree (client_id, lower(name));
CREATE TRIGGER site_keeps_no_package_of_another_client AFTER UPDATE OF client_id ON public.site FOR EACH ROW WHEN ((old.client_id IS DISTINCT FROM new.client_id)) EXECUTE FUNCTION site_keeps_no_package_of_another_client();
CREATE TRIGGER site_marks_its_memberships AFTER UPDATE ON public.site FOR EACH ROW WHEN (((old.name IS DISTINCT FROM new.name) OR (old.client_id IS DISTINCT FROM new.client_id))) EXECUTE FUNCTION site_marks_its_memberships();
CREATE TRIGGER site_marks_itself AFTER UPDATE ON public.site FOR EACH ROW WHEN ((((old.provider_instance_id IS DISTINCT FROM new.provider_instance_id) OR (old.name IS DISTINCT FROM new.name)) OR (old.client_id IS DISTINCT FROM new.client_id))) EXECUTE FUNCTION site_marks_itself();

CREATE TABLE site_tally (
  site_id uuid NOT NULL,
  phase text NOT NULL,
  error_code text NOT NULL,
  devices integer NOT NULL,
  CONSTRAINT site_tally_pkey PRIMARY KEY (site_id, phase, error_code),
  CONSTRAINT site_tally_site_id_fkey FOREIGN KEY (site_id) REFERENCES site(id) ON DELETE CASCADE,
  CONSTRAINT site_tally_counts_somebody CHECK ((devices > 0))
);

CREATE TABLE stale_membership (
  device_id uuid NOT NULL,
  marked_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  tx xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX stale_membership_by_age ON public.stale_membership USING btree (marked_at);
CREATE INDEX stale_membership_by_tx ON public.stale_membership USING btree (tx);

CREATE TABLE stale_tally (
  site_id uuid NOT NULL
);

CREATE OR REPLACE FUNCTION public.assignment_marks_its_site()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        PERFORM mark_sites_dirty(ARRAY[CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE OLD.site_id END,
                                       CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE NEW.site_id END]);
        RETURN NULL;
      END $function$;

CREATE OR REPLACE FUNCTION public.changed_devices_mark_their_memberships()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        INSERT INTO stale_membership (device_id)
        SELECT id FROM (
          SELECT id, os, os_version, arch, device_type, tags, name, hostname, site_id FROM now_is
          EXCEPT SELECT id, os, os_version, arch, device_type, tags, name, hostname, site_id FROM was) AS changed;
        IF FOUND THEN PERFORM pg_notify('latchkey_reconcile', ''); END IF;
        RETURN NULL;
      END $function$;

CREATE OR REPLACE FUNCTION public.changed_exclusions_mark_their_sites()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    BEGIN
      PERFORM mark_sites_dirty((
        SELECT array_agg(DISTINCT reached.site_id) FROM (
          SELECT n.* FROM new_rows n JOIN old_rows o USING (id) WHERE (n.kind, n.expires_at, n.ended_at) IS DISTINCT FROM (o.kind, o.expires_at, o.ended_at)
        ) AS moved CROSS JOIN LATERAL (
          SELECT moved.site_id WHERE moved.site_id IS NOT NULL
          UNION ALL SELECT d.site_id FROM device d WHERE d.id = moved.device_id
          UNION ALL SELECT d.site_id FROM device_group_member m JOIN device d ON d.id = m.device_id WHERE m.group_id = moved.device_group_id
        ) AS reached));
      RETURN NULL;
    END $function$;

CREATE OR REPLACE FUNCTION public.changed_overrides_mark_their_sites()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    BEGIN
      PERFORM mark_sites_dirty((
        SELECT array_agg(DISTINCT d.site_id) FROM new_rows n JOIN old_rows o USING (device_id) JOIN device d ON d.id = n.device_id
         WHERE (n.settings, n.may_loosen, n.expires_at) IS DISTINCT FROM (o.settings, o.may_loosen, o.expires_at)));
      RETURN NULL;
    END $function$;

CREATE OR REPLACE FUNCTION public.changed_statuses_mark_their_tally()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
        BEGIN
          INSERT INTO stale_tally (site_id) SELECT d.site_id FROM device d WHERE d.id = NEW.device_id;
          RETURN NULL;
        END $function$;

CREATE OR REPLACE FUNCTION public.client_marks_its_memberships()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        INSERT INTO stale_membership (device_id) SELECT d.id FROM site s JOIN device d ON d.site_id = s.id WHERE s.client_id = NEW.id;
        IF FOUND THEN PERFORM pg_notify('latchkey_reconcile', ''); END IF;
        RETURN NULL;
      END $function$;

CREATE OR REPLACE FUNCTION public.deployment_tells_the_rollout_it_leaves()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  BEGIN
    INSERT INTO rollout_news (rollout_id) SELECT OLD.rollout_id
     WHERE NOT EXISTS (SELECT 1 FROM rollout_news n WHERE n.rollout_id = OLD.rollout_id);
    RETURN NULL;
  END $function$;

CREATE OR REPLACE FUNCTION public.device_group_takes_ended_exclusions_along()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    BEGIN
      DELETE FROM exclusion WHERE device_group_id = OLD.id AND ended_at IS NOT NULL;
      RETURN OLD;
    END $function$;

CREATE OR REPLACE FUNCTION public.device_marks_its_deployments_due()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        UPDATE deployment SET due_at = now() WHERE device_id = NEW.id AND removed_at IS NULL;
        IF FOUND THEN PERFORM pg_notify('latchkey_reconcile', ''); END IF;
        RETURN NULL;
      END $function$;

CREATE OR REPLACE FUNCTION public.device_marks_its_sites()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        PERFORM mark_sites_dirty(ARRAY[OLD.site_id, NEW.site_id]);
        RETURN NULL;
      END $function$;

CREATE OR REPLACE FUNCTION public.exclusions_mark_their_sites()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    BEGIN
      PERFORM mark_sites_dirty((
        SELECT array_agg(DISTINCT reached.site_id) FROM (
          SELECT site_id FROM moved WHERE site_id IS NOT NULL
          UNION ALL SELECT d.site_id FROM moved x JOIN device d ON d.id = x.device_id
          UNION ALL SELECT d.site_id FROM moved x JOIN device_group_member m ON m.group_id = x.device_group_id JOIN device d ON d.id = m.device_id
        ) AS reached));
      RETURN NULL;
    END $function$;

CREATE OR REPLACE FUNCTION public.leaving_device_marks_its_removals()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        UPDATE deployment SET due_at = now() WHERE device_id = NEW.id AND desired = 'absent';
        RETURN NULL;
      END $function$;

CREATE OR REPLACE FUNCTION public.mark_sites_dirty(sites uuid[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
        BEGIN
          INSERT INTO dirty_site (site_id) SELECT DISTINCT s FROM unnest(sites) AS s WHERE s IS NOT NULL;
          IF FOUND THEN
            INSERT INTO stale_tally (site_id) SELECT DISTINCT s FROM unnest(sites) AS s WHERE s IS NOT NULL;
            PERFORM pg_notify('latchkey_reconcile', '');
          END IF;
        END $function$;

CREATE OR REPLACE FUNCTION public.new_devices_mark_their_memberships()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        INSERT INTO stale_membership (device_id) SELECT id FROM arrived;
        IF FOUND THEN PERFORM pg_notify('latchkey_reconcile', ''); END IF;
        RETURN NULL;
      END $function$;

CREATE OR REPLACE FUNCTION public.new_devices_mark_their_sites()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        PERFORM mark_sites_dirty((SELECT array_agg(DISTINCT site_id) FROM arrived));
        RETURN NULL;
      END $function$;

CREATE OR REPLACE FUNCTION public.new_rows_mark_their_tally()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
        BEGIN
          INSERT INTO stale_tally (site_id) SELECT DISTINCT d.site_id FROM arrived a JOIN device d ON d.id = a.device_id;
          RETURN NULL;
        END $function$;

CREATE OR REPLACE FUNCTION public.overrides_mark_their_sites()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    BEGIN
      PERFORM mark_sites_dirty((SELECT array_agg(DISTINCT d.site_id) FROM moved o JOIN device d ON d.id = o.device_id));
      RETURN NULL;
    END $function$;

CREATE OR REPLACE FUNCTION public.package_entry_marks_its_sites()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      DECLARE changed uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.package_id ELSE NEW.package_id END;
      BEGIN
        PERFORM mark_sites_dirty((SELECT array_agg(site_id) FROM assignment WHERE package_id = changed));
        RETURN NULL;
      END $function$;

CREATE OR REPLACE FUNCTION public.policy_locks_mark_all_sites()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
        BEGIN
          PERFORM mark_sites_dirty((SELECT array_agg(s.id) FROM site s
            WHERE EXISTS (SELECT 1 FROM assignment a WHERE a.site_id = s.id) OR EXISTS (SELECT 1 FROM deployment p WHERE p.site_id = s.id)
               OR (old.settings -> 'enabled' IS DISTINCT FROM new.settings -> 'enabled' AND EXISTS (SELECT 1 FROM device d WHERE d.site_id = s.id))));
          RETURN NULL;
        END $function$;

CREATE OR REPLACE FUNCTION public.policy_marks_its_sites()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        PERFORM mark_sites_dirty((SELECT array_agg(a.site_id) FROM assignment a JOIN package_entry e USING (package_id)
                                  WHERE e.policy_id = NEW.id));
        RETURN NULL;
      END $function$;

CREATE OR REPLACE FUNCTION public.site_keeps_no_package_of_another_client()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        IF EXISTS (SELECT 1 FROM assignment a JOIN package k ON k.id = a.package_id WHERE a.site_id = NEW.id AND k.client_id <> NEW.client_id) THEN
          RAISE EXCEPTION 'a package of another client is assigned to the site' USING ERRCODE = '23514', CONSTRAINT = 'site_keeps_no_package_of_another_client';
        END IF;
        RETURN NULL;
      END $function$;

CREATE OR REPLACE FUNCTION public.site_marks_its_memberships()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        INSERT INTO stale_membership (device_id) SELECT id FROM device WHERE site_id = NEW.id;
        IF FOUND THEN PERFORM pg_notify('latchkey_reconcile', ''); END IF;
        RETURN NULL;
      END $function$;

CREATE OR REPLACE FUNCTION public.site_marks_itself()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        PERFORM mark_sites_dirty(ARRAY[NEW.id]);
        RETURN NULL;
      END $function$;

CREATE OR REPLACE FUNCTION public.site_of_its_device()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
        BEGIN
          NEW.site_id := (SELECT d.site_id FROM device d WHERE d.id = NEW.device_id);
          RETURN NEW;
        END $function$;

CREATE OR REPLACE FUNCTION public.version_segments(said text)
 RETURNS numeric[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
        SELECT CASE WHEN said ~ '\d' THEN (string_to_array(coalesce(
          substring(said FROM '\d+(?:\.\d+){3,}'), substring(said FROM '\d+(?:\.\d+){2}'), substring(said FROM '\d+\.\d+'), substring(said FROM '\d+')
        ), '.')::numeric[] || '{0,0,0,0,0,0}'::numeric[])[1:6] END
      $function$;

CREATE OR REPLACE FUNCTION public.window_is_open(maintenance_window jsonb, zone text, at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
    SELECT coalesce(jsonb_typeof(maintenance_window), 'null') = 'null'
        OR EXISTS (SELECT 1 FROM window_spans(maintenance_window, zone, at) WHERE opens <= at AND at < closes)
  $function$;

CREATE OR REPLACE FUNCTION public.window_opens_at(maintenance_window jsonb, zone text, at timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
AS $function$
    SELECT CASE WHEN NOT window_is_open(maintenance_window, zone, at)
                THEN (SELECT min(opens) FROM window_spans(maintenance_window, zone, at) WHERE opens > at AND closes > opens) END
  $function$;

CREATE OR REPLACE FUNCTION public.window_spans(maintenance_window jsonb, zone text, at timestamp with time zone)
 RETURNS TABLE(opens timestamp with time zone, closes timestamp with time zone)
 LANGUAGE sql
 STABLE
AS $function$
    SELECT (day + (maintenance_window ->> 'from')::time) AT TIME ZONE zone,
           (day + (maintenance_window ->> 'to')::time + CASE WHEN (maintenance_window ->> 'to')::time > (maintenance_window ->> 'from')::time
                                                             THEN interval '0' ELSE interval '1 day' END) AT TIME ZONE zone
      FROM generate_series(-1, 15) AS n, LATERAL (SELECT (at AT TIME ZONE zone)::date + n AS day) AS d
     WHERE maintenance_window -> 'days' ? (ARRAY['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'])[extract(dow FROM day)::int + 1]
  $function$;
