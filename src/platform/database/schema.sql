-- The schema that the migrations lead to, written by dump-schema.ts; see schema.pg.spec.ts for how to renew it.

CREATE TABLE api_key (
  id uuid NOT NULL,
  operator_id uuid NOT NULL,
  name text NOT NULL,
  secret_hash bytea NOT NULL,
  rights text[] NOT NULL,
  scope_all boolean NOT NULL,
  client_ids uuid[] NOT NULL DEFAULT '{}'::uuid[],
  site_ids uuid[] NOT NULL DEFAULT '{}'::uuid[],
  networks cidr[] NOT NULL DEFAULT '{}'::cidr[],
  may_launch boolean NOT NULL DEFAULT false,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  expires_at timestamp with time zone NOT NULL,
  last_used_at timestamp with time zone,
  last_used_ip text,
  revoked_at timestamp with time zone,
  CONSTRAINT api_key_pkey PRIMARY KEY (id),
  CONSTRAINT api_key_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES operator(id) ON DELETE CASCADE,
  CONSTRAINT api_key_lives_ninety_days_at_most CHECK ((expires_at <= (created_at + '90 days 00:01:00'::interval)))
);
CREATE INDEX api_key_of_operator ON public.api_key USING btree (operator_id);

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

CREATE TABLE audit_checkpoint (
  seq bigint NOT NULL,
  document jsonb NOT NULL,
  made_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT audit_checkpoint_pkey PRIMARY KEY (seq)
);

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

CREATE TABLE audit_seal (
  seq bigint NOT NULL,
  entry_id uuid NOT NULL,
  hash bytea NOT NULL,
  CONSTRAINT audit_seal_pkey PRIMARY KEY (seq),
  CONSTRAINT audit_seal_is_one_per_entry UNIQUE (entry_id),
  CONSTRAINT audit_seal_begins_at_one CHECK ((seq >= 1)),
  CONSTRAINT audit_seal_hash_is_sha256 CHECK ((octet_length(hash) = 32))
);

CREATE TABLE audit_sealer (
  only_one boolean NOT NULL DEFAULT true,
  sealed_below xid8 NOT NULL DEFAULT '0'::xid8,
  shipped_seq bigint NOT NULL DEFAULT 0,
  shipping_failure text,
  CONSTRAINT audit_sealer_pkey PRIMARY KEY (only_one),
  CONSTRAINT audit_sealer_is_one CHECK (only_one)
);

CREATE TABLE bulk_job (
  id uuid NOT NULL,
  act text NOT NULL,
  request jsonb NOT NULL,
  requested_by uuid NOT NULL,
  requested_by_name text NOT NULL,
  state text NOT NULL,
  stop_code text,
  undoes uuid,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  finished_at timestamp with time zone,
  CONSTRAINT bulk_job_pkey PRIMARY KEY (id),
  CONSTRAINT bulk_job_is_undone_once UNIQUE (undoes),
  CONSTRAINT bulk_job_undoes_fkey FOREIGN KEY (undoes) REFERENCES bulk_job(id) ON DELETE SET NULL,
  CONSTRAINT bulk_job_act_is_known CHECK ((act = ANY (ARRAY['retry'::text, 'change-tags'::text, 'move'::text, 'assign-package'::text, 'exclude'::text, 'uninstall'::text, 'undo'::text]))),
  CONSTRAINT bulk_job_state_is_known CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'cancelled'::text, 'stopped'::text]))),
  CONSTRAINT bulk_job_that_runs_has_not_finished CHECK (((state = 'running'::text) = (finished_at IS NULL))),
  CONSTRAINT bulk_job_that_stopped_says_why CHECK (((state = 'stopped'::text) = (stop_code IS NOT NULL)))
);
CREATE INDEX bulk_job_by_age ON public.bulk_job USING btree (created_at DESC, id DESC);
CREATE INDEX bulk_job_running ON public.bulk_job USING btree (created_at) WHERE (state = 'running'::text);

CREATE TABLE bulk_job_device (
  job_id uuid NOT NULL,
  device_id uuid NOT NULL,
  state text NOT NULL,
  code text,
  detail text,
  undo jsonb,
  CONSTRAINT bulk_job_device_pkey PRIMARY KEY (job_id, device_id),
  CONSTRAINT bulk_job_device_device_id_fkey FOREIGN KEY (device_id) REFERENCES device(id) ON DELETE CASCADE,
  CONSTRAINT bulk_job_device_job_id_fkey FOREIGN KEY (job_id) REFERENCES bulk_job(id) ON DELETE CASCADE,
  CONSTRAINT bulk_job_device_state_is_known CHECK ((state = ANY (ARRAY['waiting'::text, 'done'::text, 'unchanged'::text, 'refused'::text]))),
  CONSTRAINT bulk_job_device_that_is_refused_says_why CHECK (((state = 'refused'::text) = (code IS NOT NULL)))
);
CREATE INDEX bulk_job_device_by_device ON public.bulk_job_device USING btree (device_id);
CREATE INDEX bulk_job_device_waiting ON public.bulk_job_device USING btree (job_id, device_id) WHERE (state = 'waiting'::text);

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

CREATE TABLE core_box (
  id uuid NOT NULL,
  public_key bytea NOT NULL,
  made_at timestamp with time zone NOT NULL DEFAULT now(),
  key_id bytea,
  CONSTRAINT core_box_pkey PRIMARY KEY (id),
  CONSTRAINT core_box_key_is_x25519 CHECK ((octet_length(public_key) = 32))
);

CREATE TABLE core_box_secret (
  box_id uuid NOT NULL,
  sealed_private_key bytea NOT NULL,
  CONSTRAINT core_box_secret_pkey PRIMARY KEY (box_id),
  CONSTRAINT core_box_secret_box_id_fkey FOREIGN KEY (box_id) REFERENCES core_box(id) ON DELETE CASCADE
);

CREATE TABLE core_process (
  id uuid NOT NULL,
  started_at timestamp with time zone NOT NULL DEFAULT now(),
  seen_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT core_process_pkey PRIMARY KEY (id)
);

CREATE TABLE core_seed (
  only_one boolean NOT NULL DEFAULT true,
  is_first_key boolean NOT NULL,
  sealed bytea,
  CONSTRAINT core_seed_pkey PRIMARY KEY (only_one),
  CONSTRAINT core_seed_is_one CHECK (only_one)
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
  moving_to uuid,
  CONSTRAINT deployment_pkey PRIMARY KEY (id),
  CONSTRAINT deployment_is_one_per_device_and_instance UNIQUE (device_id, provider_instance_id),
  CONSTRAINT deployment_device_id_fkey FOREIGN KEY (device_id) REFERENCES device(id) ON DELETE CASCADE,
  CONSTRAINT deployment_moving_to_fkey FOREIGN KEY (moving_to) REFERENCES provider_instance(id) ON DELETE RESTRICT,
  CONSTRAINT deployment_newest_settings_fkey FOREIGN KEY (newest_settings) REFERENCES effective_settings(hash) ON DELETE RESTRICT,
  CONSTRAINT deployment_pending_site_id_fkey FOREIGN KEY (pending_site_id) REFERENCES site(id) ON DELETE RESTRICT,
  CONSTRAINT deployment_provider_instance_id_fkey FOREIGN KEY (provider_instance_id) REFERENCES provider_instance(id) ON DELETE RESTRICT,
  CONSTRAINT deployment_released_settings_fkey FOREIGN KEY (released_settings) REFERENCES effective_settings(hash) ON DELETE RESTRICT,
  CONSTRAINT deployment_rollout_id_fkey FOREIGN KEY (rollout_id) REFERENCES rollout(id) ON DELETE RESTRICT,
  CONSTRAINT deployment_site_id_fkey FOREIGN KEY (site_id) REFERENCES site(id) ON DELETE RESTRICT,
  CONSTRAINT deployment_desired_is_known CHECK ((desired = ANY (ARRAY['present'::text, 'absent'::text]))),
  CONSTRAINT deployment_generation_starts_at_one CHECK ((generation >= 1)),
  CONSTRAINT deployment_moves_while_it_serves CHECK (((moving_to IS NULL) OR ((desired = 'present'::text) AND (moving_to <> provider_instance_id)))),
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
CREATE TRIGGER moving_deployments_mark_their_tally AFTER UPDATE ON public.deployment FOR EACH ROW WHEN ((old.moving_to IS DISTINCT FROM new.moving_to)) EXECUTE FUNCTION changed_statuses_mark_their_tally();
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
  installer_sha256 text,
  attempts_of_day integer NOT NULL DEFAULT 0,
  day_began_at timestamp with time zone,
  CONSTRAINT deployment_evidence_pkey PRIMARY KEY (deployment_id),
  CONSTRAINT deployment_evidence_deployment_id_fkey FOREIGN KEY (deployment_id) REFERENCES deployment(id) ON DELETE CASCADE
);
CREATE INDEX deployment_evidence_by_installer ON public.deployment_evidence USING btree (installer_sha256) WHERE (installer_sha256 IS NOT NULL);
CREATE INDEX deployment_evidence_by_remote_id ON public.deployment_evidence USING btree (remote_id) WHERE (remote_id IS NOT NULL);
CREATE INDEX deployment_evidence_by_verified_remote_id ON public.deployment_evidence USING btree (verified_remote_id) WHERE (verified_remote_id IS NOT NULL);

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
  agent_removed_at timestamp with time zone,
  awaits_approval boolean NOT NULL DEFAULT false,
  claim_awaits_approval boolean NOT NULL DEFAULT false,
  package_format text,
  platform text NOT NULL GENERATED ALWAYS AS ((((os || '-'::text) || arch) ||
CASE
    WHEN (package_format = 'rpm'::text) THEN '-rpm'::text
    ELSE ''::text
END)) STORED,
  CONSTRAINT device_pkey PRIMARY KEY (id),
  CONSTRAINT device_claim_key_is_unique UNIQUE (claim_public_key),
  CONSTRAINT device_is_of_one_site UNIQUE (id, site_id),
  CONSTRAINT device_public_key_is_unique UNIQUE (public_key),
  CONSTRAINT device_site_id_fkey FOREIGN KEY (site_id) REFERENCES site(id) ON DELETE RESTRICT,
  CONSTRAINT device_arch_is_known CHECK ((arch = ANY (ARRAY['x64'::text, 'arm64'::text, 'x86'::text, 'arm'::text]))),
  CONSTRAINT device_awaits_approval_in_quarantine CHECK ((quarantined OR (NOT awaits_approval))),
  CONSTRAINT device_claim_is_whole CHECK ((((claim_public_key IS NULL) = (claim_site_id IS NULL)) AND ((claim_public_key IS NULL) = (claimed_at IS NULL)))),
  CONSTRAINT device_os_is_known CHECK ((os = ANY (ARRAY['linux'::text, 'windows'::text, 'macos'::text]))),
  CONSTRAINT device_package_format_is_known CHECK ((package_format = ANY (ARRAY['deb'::text, 'rpm'::text]))),
  CONSTRAINT device_type_is_known CHECK ((device_type = ANY (ARRAY['server'::text, 'workstation'::text, 'laptop'::text, 'virtual'::text, 'unknown'::text])))
);
CREATE INDEX device_by_enrolment ON public.device USING btree (enrolled_at, id);
CREATE INDEX device_by_hardware ON public.device USING btree (hardware_id);
CREATE INDEX device_by_name ON public.device USING btree (name, id);
CREATE INDEX device_by_site ON public.device USING btree (site_id, name, id);
CREATE INDEX device_in_doubt ON public.device USING btree (id) WHERE (quarantined OR (claim_public_key IS NOT NULL));
CREATE INDEX device_keeps_its_agent ON public.device USING btree (id) WHERE ((retired_at IS NOT NULL) AND (agent_removed_at IS NULL) AND (revoked_at IS NULL));
CREATE TRIGGER changed_devices_mark_their_memberships AFTER UPDATE ON public.device REFERENCING OLD TABLE AS was NEW TABLE AS now_is FOR EACH STATEMENT EXECUTE FUNCTION changed_devices_mark_their_memberships();
CREATE TRIGGER device_marks_its_deployments_due AFTER UPDATE ON public.device FOR EACH ROW WHEN (((old.name IS DISTINCT FROM new.name) OR (old.has_display IS DISTINCT FROM new.has_display) OR (old.incarnation IS DISTINCT FROM new.incarnation) OR (old.quarantined IS DISTINCT FROM new.quarantined) OR (old.awaits_approval IS DISTINCT FROM new.awaits_approval))) EXECUTE FUNCTION device_marks_its_deployments_due();
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
CREATE INDEX device_presence_away ON public.device_presence USING btree (last_seen_at, device_id) WHERE (NOT online);
CREATE INDEX device_presence_by_gateway ON public.device_presence USING btree (gateway_id) WHERE online;
CREATE INDEX device_presence_by_offline_since ON public.device_presence USING btree (offline_since, device_id);
CREATE INDEX device_presence_online ON public.device_presence USING btree (device_id) WHERE online;

CREATE TABLE diagnostics_request (
  id uuid NOT NULL,
  device_id uuid NOT NULL,
  asked_by text NOT NULL,
  asked_at timestamp with time zone NOT NULL DEFAULT now(),
  instruction_id uuid,
  CONSTRAINT diagnostics_request_pkey PRIMARY KEY (id),
  CONSTRAINT diagnostics_request_device_id_fkey FOREIGN KEY (device_id) REFERENCES device(id) ON DELETE CASCADE
);
CREATE INDEX diagnostics_request_open ON public.diagnostics_request USING btree (asked_at) WHERE (instruction_id IS NULL);

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
  quarantine boolean NOT NULL DEFAULT false,
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

CREATE TABLE factor_challenge (
  id uuid NOT NULL,
  session_id uuid,
  purpose text NOT NULL,
  sealed bytea NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT factor_challenge_pkey PRIMARY KEY (id),
  CONSTRAINT factor_challenge_is_one_per_purpose UNIQUE (session_id, purpose),
  CONSTRAINT factor_challenge_session_id_fkey FOREIGN KEY (session_id) REFERENCES operator_session(id) ON DELETE CASCADE
);

CREATE TABLE gateway (
  id uuid NOT NULL,
  started_at timestamp with time zone NOT NULL DEFAULT now(),
  seen_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT gateway_pkey PRIMARY KEY (id)
);

CREATE TABLE help_request_tries (
  subject text NOT NULL,
  requests integer NOT NULL,
  began_at timestamp with time zone NOT NULL,
  CONSTRAINT help_request_tries_pkey PRIMARY KEY (subject)
);

CREATE TABLE help_widget (
  id uuid NOT NULL,
  widget_key text NOT NULL,
  name text NOT NULL,
  site_id uuid NOT NULL,
  origins text[] NOT NULL,
  created_by_name text NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT help_widget_pkey PRIMARY KEY (id),
  CONSTRAINT help_widget_key_is_unique UNIQUE (widget_key),
  CONSTRAINT help_widget_site_id_fkey FOREIGN KEY (site_id) REFERENCES site(id) ON DELETE CASCADE,
  CONSTRAINT help_widget_has_a_name CHECK ((name <> ''::text)),
  CONSTRAINT help_widget_stands_somewhere CHECK ((cardinality(origins) > 0))
);
CREATE INDEX help_widget_by_site ON public.help_widget USING btree (site_id);

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

CREATE TABLE identity_provider (
  only_one boolean NOT NULL DEFAULT true,
  name text NOT NULL,
  issuer text NOT NULL,
  client_id text NOT NULL,
  sealed_secret bytea NOT NULL,
  groups_claim text NOT NULL DEFAULT 'groups'::text,
  mappings jsonb NOT NULL DEFAULT '[]'::jsonb,
  enabled boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1,
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT identity_provider_pkey PRIMARY KEY (only_one),
  CONSTRAINT identity_provider_is_one CHECK (only_one)
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
  admin_factor text,
  security_version integer NOT NULL DEFAULT 1,
  CONSTRAINT installation_pkey PRIMARY KEY (singleton),
  CONSTRAINT installation_admin_factor_is_known CHECK ((admin_factor = ANY (ARRAY['any'::text, 'phishing-resistant'::text]))),
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
CREATE INDEX instruction_updates ON public.instruction USING btree (issued_at) WHERE (kind = 'update-remote-agent'::text);

CREATE TABLE invitation (
  operator_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  made_at timestamp with time zone NOT NULL DEFAULT now(),
  made_by_name text NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT invitation_pkey PRIMARY KEY (operator_id),
  CONSTRAINT invitation_token_is_unique UNIQUE (token_hash),
  CONSTRAINT invitation_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES operator(id) ON DELETE CASCADE
);

CREATE TABLE key_rotation (
  ring text NOT NULL,
  key_id bytea NOT NULL,
  began_at timestamp with time zone NOT NULL DEFAULT now(),
  secrets integer NOT NULL DEFAULT 0,
  finished_at timestamp with time zone,
  withdrawn_at timestamp with time zone,
  CONSTRAINT key_rotation_pkey PRIMARY KEY (ring, key_id),
  CONSTRAINT key_rotation_ring_is_known CHECK ((ring = ANY (ARRAY['sealing'::text, 'accounts'::text]))),
  CONSTRAINT key_rotation_withdraws_after_it_has_finished CHECK (((withdrawn_at IS NULL) OR (finished_at IS NOT NULL)))
);

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
  idle_minutes integer NOT NULL DEFAULT 30,
  is_away boolean NOT NULL DEFAULT false,
  user_agent_hash bytea,
  network text,
  is_proven boolean NOT NULL DEFAULT false,
  asks_first boolean NOT NULL DEFAULT true,
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
CREATE INDEX launch_live_of_device ON public.launch USING btree (device_id) WHERE (state = ANY (ARRAY['redeemed'::text, 'minted'::text, 'active'::text]));

CREATE TABLE launch_permission (
  id uuid NOT NULL,
  kind text NOT NULL,
  operator_id uuid NOT NULL,
  device_id uuid NOT NULL,
  mode text NOT NULL,
  reason text,
  state text NOT NULL DEFAULT 'waiting'::text,
  asked_at timestamp with time zone NOT NULL DEFAULT now(),
  expires_at timestamp with time zone NOT NULL,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamp with time zone,
  good_until timestamp with time zone,
  CONSTRAINT launch_permission_pkey PRIMARY KEY (id),
  CONSTRAINT launch_permission_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES operator(id) ON DELETE SET NULL,
  CONSTRAINT launch_permission_device_id_fkey FOREIGN KEY (device_id) REFERENCES device(id) ON DELETE CASCADE,
  CONSTRAINT launch_permission_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES operator(id) ON DELETE CASCADE,
  CONSTRAINT launch_permission_kind_is_known CHECK ((kind = ANY (ARRAY['second-person'::text, 'company'::text]))),
  CONSTRAINT launch_permission_state_is_known CHECK ((state = ANY (ARRAY['waiting'::text, 'granted'::text, 'refused'::text])))
);
CREATE INDEX launch_permission_granted ON public.launch_permission USING btree (device_id, operator_id) WHERE (state = 'granted'::text);
CREATE UNIQUE INDEX launch_permission_is_asked_once ON public.launch_permission USING btree (device_id, operator_id, kind) WHERE (state = 'waiting'::text);

CREATE TABLE list_settings (
  operator_id uuid NOT NULL,
  columns jsonb,
  density text NOT NULL DEFAULT 'normal'::text,
  single_keys boolean NOT NULL DEFAULT true,
  default_view_id uuid,
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT list_settings_pkey PRIMARY KEY (operator_id),
  CONSTRAINT list_settings_default_view_id_fkey FOREIGN KEY (default_view_id) REFERENCES saved_view(id) ON DELETE SET NULL,
  CONSTRAINT list_settings_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES operator(id) ON DELETE CASCADE,
  CONSTRAINT list_settings_density_is_known CHECK ((density = ANY (ARRAY['compact'::text, 'normal'::text, 'roomy'::text])))
);
CREATE INDEX list_settings_by_default_view ON public.list_settings USING btree (default_view_id);

CREATE TABLE logout_token_used (
  issuer text NOT NULL,
  jti text NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT logout_token_used_pkey PRIMARY KEY (issuer, jti)
);

CREATE TABLE mail_settings (
  only_one boolean NOT NULL DEFAULT true,
  host text NOT NULL,
  port integer NOT NULL,
  security text NOT NULL,
  username text,
  sealed_password bytea,
  from_address text NOT NULL,
  from_name text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT mail_settings_pkey PRIMARY KEY (only_one),
  CONSTRAINT mail_password_is_somebodys CHECK (((sealed_password IS NULL) OR (username IS NOT NULL))),
  CONSTRAINT mail_port_is_a_port CHECK (((port >= 1) AND (port <= 65535))),
  CONSTRAINT mail_security_is_known CHECK ((security = ANY (ARRAY['tls'::text, 'starttls'::text, 'none'::text]))),
  CONSTRAINT mail_settings_are_one CHECK (only_one)
);

CREATE TABLE notification (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  rule_id uuid,
  event text NOT NULL,
  key text NOT NULL,
  subject_id uuid,
  facts jsonb NOT NULL DEFAULT '{}'::jsonb,
  occurred_at timestamp with time zone NOT NULL,
  raised_at timestamp with time zone NOT NULL DEFAULT now(),
  console boolean NOT NULL,
  mail text NOT NULL,
  mail_batch uuid,
  to_post boolean NOT NULL,
  CONSTRAINT notification_pkey PRIMARY KEY (id),
  CONSTRAINT notification_is_one_per_rule_and_occurrence UNIQUE (rule_id, key),
  CONSTRAINT notification_rule_id_fkey FOREIGN KEY (rule_id) REFERENCES notification_rule(id) ON DELETE SET NULL,
  CONSTRAINT notification_mail_is_known CHECK ((mail = ANY (ARRAY['none'::text, 'waiting'::text, 'gathered'::text])))
);
CREATE INDEX notification_by_age ON public.notification USING btree (raised_at);
CREATE INDEX notification_by_batch ON public.notification USING btree (mail_batch) WHERE (mail_batch IS NOT NULL);
CREATE INDEX notification_in_the_console ON public.notification USING btree (raised_at DESC, id DESC) WHERE console;
CREATE INDEX notification_to_mail ON public.notification USING btree (rule_id) WHERE (mail = 'waiting'::text);
CREATE INDEX notification_to_post ON public.notification USING btree (id) WHERE to_post;

CREATE TABLE notification_edge (
  rule_id uuid NOT NULL,
  subject text NOT NULL,
  subject_id uuid,
  since timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT notification_edge_pkey PRIMARY KEY (rule_id, subject),
  CONSTRAINT notification_edge_rule_id_fkey FOREIGN KEY (rule_id) REFERENCES notification_rule(id) ON DELETE CASCADE
);

CREATE TABLE notification_place (
  notification_id uuid NOT NULL,
  site_id uuid NOT NULL,
  devices integer NOT NULL DEFAULT 0,
  names text[] NOT NULL DEFAULT '{}'::text[],
  CONSTRAINT notification_place_pkey PRIMARY KEY (notification_id, site_id),
  CONSTRAINT notification_place_notification_id_fkey FOREIGN KEY (notification_id) REFERENCES notification(id) ON DELETE CASCADE,
  CONSTRAINT notification_place_site_id_fkey FOREIGN KEY (site_id) REFERENCES site(id) ON DELETE CASCADE
);
CREATE INDEX notification_place_by_site ON public.notification_place USING btree (site_id);

CREATE TABLE notification_read (
  operator_id uuid NOT NULL,
  notification_id uuid NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT notification_read_pkey PRIMARY KEY (operator_id, notification_id),
  CONSTRAINT notification_read_notification_id_fkey FOREIGN KEY (notification_id) REFERENCES notification(id) ON DELETE CASCADE,
  CONSTRAINT notification_read_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES operator(id) ON DELETE CASCADE
);
CREATE INDEX notification_read_by_notification ON public.notification_read USING btree (notification_id);

CREATE TABLE notification_rule (
  id uuid NOT NULL,
  name text NOT NULL,
  event text NOT NULL,
  parameters jsonb NOT NULL DEFAULT '{}'::jsonb,
  scope_all boolean NOT NULL DEFAULT false,
  emails text[] NOT NULL DEFAULT '{}'::text[],
  console boolean NOT NULL DEFAULT false,
  enabled boolean NOT NULL DEFAULT true,
  of_webhook uuid,
  watches_since timestamp with time zone NOT NULL DEFAULT now(),
  mailed_at timestamp with time zone,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT notification_rule_pkey PRIMARY KEY (id),
  CONSTRAINT notification_rule_of_webhook_fkey FOREIGN KEY (of_webhook) REFERENCES webhook(id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX notification_rule_name_is_unique ON public.notification_rule USING btree (lower(name)) WHERE (of_webhook IS NULL);
CREATE UNIQUE INDEX notification_rule_of_webhook_is_one_per_event ON public.notification_rule USING btree (of_webhook, event) WHERE (of_webhook IS NOT NULL);

CREATE TABLE notification_rule_scope (
  rule_id uuid NOT NULL,
  client_id uuid,
  site_id uuid,
  CONSTRAINT notification_rule_scope_is_said_once UNIQUE NULLS NOT DISTINCT (rule_id, client_id, site_id),
  CONSTRAINT notification_rule_scope_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(id) ON DELETE CASCADE,
  CONSTRAINT notification_rule_scope_rule_id_fkey FOREIGN KEY (rule_id) REFERENCES notification_rule(id) ON DELETE CASCADE,
  CONSTRAINT notification_rule_scope_site_id_fkey FOREIGN KEY (site_id) REFERENCES site(id) ON DELETE CASCADE,
  CONSTRAINT notification_rule_scope_names_a_client_or_a_site CHECK (((client_id IS NULL) <> (site_id IS NULL)))
);

CREATE TABLE notification_rule_webhook (
  rule_id uuid NOT NULL,
  webhook_id uuid NOT NULL,
  CONSTRAINT notification_rule_webhook_pkey PRIMARY KEY (rule_id, webhook_id),
  CONSTRAINT notification_rule_webhook_rule_id_fkey FOREIGN KEY (rule_id) REFERENCES notification_rule(id) ON DELETE CASCADE,
  CONSTRAINT notification_rule_webhook_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES webhook(id) ON DELETE RESTRICT
);
CREATE INDEX notification_rule_webhook_by_webhook ON public.notification_rule_webhook USING btree (webhook_id);

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
  break_glass boolean NOT NULL DEFAULT false,
  break_glass_used_at timestamp with time zone,
  CONSTRAINT operator_pkey PRIMARY KEY (id),
  CONSTRAINT operator_role_is_known CHECK ((role = ANY (ARRAY['primary-super-admin'::text, 'super-admin'::text, 'manager'::text, 'technician'::text, 'client-site-manager'::text, 'office-staff'::text, 'auditor'::text])))
);
CREATE UNIQUE INDEX operator_break_glass_is_one ON public.operator USING btree (break_glass) WHERE break_glass;
CREATE INDEX operator_by_name ON public.operator USING btree (name, id);
CREATE UNIQUE INDEX operator_email_is_unique ON public.operator USING btree (lower(email));
CREATE UNIQUE INDEX operator_primary_super_admin_is_one ON public.operator USING btree (role) WHERE (role = 'primary-super-admin'::text);

CREATE TABLE operator_factor (
  id uuid NOT NULL,
  operator_id uuid NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  last_used_at timestamp with time zone,
  credential_id text,
  public_key bytea,
  sign_count bigint NOT NULL DEFAULT 0,
  transports text[] NOT NULL DEFAULT '{}'::text[],
  device_bound boolean NOT NULL DEFAULT false,
  sealed_secret bytea,
  last_step bigint NOT NULL DEFAULT 0,
  CONSTRAINT operator_factor_pkey PRIMARY KEY (id),
  CONSTRAINT operator_factor_credential_is_unique UNIQUE (credential_id),
  CONSTRAINT operator_factor_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES operator(id) ON DELETE CASCADE,
  CONSTRAINT operator_factor_has_what_its_kind_needs CHECK (
CASE kind
    WHEN 'passkey'::text THEN ((credential_id IS NOT NULL) AND (public_key IS NOT NULL))
    ELSE (sealed_secret IS NOT NULL)
END),
  CONSTRAINT operator_factor_kind_is_known CHECK ((kind = ANY (ARRAY['passkey'::text, 'totp'::text])))
);
CREATE INDEX operator_factor_of_operator ON public.operator_factor USING btree (operator_id);

CREATE TABLE operator_identity (
  issuer text NOT NULL,
  subject text NOT NULL,
  operator_id uuid NOT NULL,
  linked_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT operator_identity_pkey PRIMARY KEY (issuer, subject),
  CONSTRAINT operator_identity_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES operator(id) ON DELETE CASCADE
);
CREATE INDEX operator_identity_of_operator ON public.operator_identity USING btree (operator_id);

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
  stage text NOT NULL DEFAULT 'complete'::text,
  proven_by text,
  sealed_refresh_token bytea,
  identity_checked_at timestamp with time zone,
  identity_session text,
  identity_sid text,
  CONSTRAINT operator_session_pkey PRIMARY KEY (id),
  CONSTRAINT operator_session_token_is_unique UNIQUE (token_hash),
  CONSTRAINT operator_session_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES operator(id) ON DELETE CASCADE,
  CONSTRAINT operator_session_proof_is_known CHECK ((proven_by = ANY (ARRAY['passkey'::text, 'totp'::text, 'recovery-code'::text, 'single-sign-on'::text]))),
  CONSTRAINT operator_session_stage_is_known CHECK ((stage = ANY (ARRAY['complete'::text, 'factor'::text, 'enrolment'::text])))
);
CREATE INDEX operator_session_by_operator ON public.operator_session USING btree (operator_id);

CREATE TABLE outgoing_mail (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  rule_id uuid,
  batch_id uuid,
  recipient text NOT NULL,
  state text NOT NULL DEFAULT 'waiting'::text,
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamp with time zone NOT NULL DEFAULT now(),
  answer text,
  made_at timestamp with time zone NOT NULL DEFAULT now(),
  done_at timestamp with time zone,
  invited_id uuid,
  invitation_hash bytea,
  sealed_link bytea,
  support_invitation_id uuid,
  CONSTRAINT outgoing_mail_pkey PRIMARY KEY (id),
  CONSTRAINT outgoing_mail_invited_id_fkey FOREIGN KEY (invited_id) REFERENCES operator(id) ON DELETE CASCADE,
  CONSTRAINT outgoing_mail_rule_id_fkey FOREIGN KEY (rule_id) REFERENCES notification_rule(id) ON DELETE CASCADE,
  CONSTRAINT outgoing_mail_support_invitation_id_fkey FOREIGN KEY (support_invitation_id) REFERENCES support_invitation(id) ON DELETE CASCADE,
  CONSTRAINT outgoing_mail_is_for_one_purpose CHECK ((num_nonnulls(batch_id, invited_id, support_invitation_id) <= 1)),
  CONSTRAINT outgoing_mail_keeps_a_link_only_until_it_is_sent CHECK (((sealed_link IS NULL) OR (((invited_id IS NOT NULL) OR (support_invitation_id IS NOT NULL)) AND (state = 'waiting'::text)))),
  CONSTRAINT outgoing_mail_of_a_rule_has_a_batch CHECK (((batch_id IS NULL) = (rule_id IS NULL))),
  CONSTRAINT outgoing_mail_state_is_known CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'failed'::text]))),
  CONSTRAINT outgoing_mail_with_an_invitation_names_who_is_invited CHECK (((invitation_hash IS NULL) = (invited_id IS NULL)))
);
CREATE INDEX outgoing_mail_by_age ON public.outgoing_mail USING btree (made_at);
CREATE INDEX outgoing_mail_by_invited ON public.outgoing_mail USING btree (invited_id, made_at DESC) WHERE (invited_id IS NOT NULL);
CREATE INDEX outgoing_mail_by_support_invitation ON public.outgoing_mail USING btree (support_invitation_id) WHERE (support_invitation_id IS NOT NULL);
CREATE INDEX outgoing_mail_due ON public.outgoing_mail USING btree (due_at) WHERE (state = 'waiting'::text);

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

CREATE TABLE package_version (
  package_id uuid NOT NULL,
  version integer NOT NULL,
  name text NOT NULL,
  description text NOT NULL,
  entries jsonb NOT NULL,
  author_id uuid,
  author_name text NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT package_version_pkey PRIMARY KEY (package_id, version),
  CONSTRAINT package_version_package_id_fkey FOREIGN KEY (package_id) REFERENCES package(id) ON DELETE CASCADE
);

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
  provider_instance_id uuid,
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
  CONSTRAINT provider_act_is_at_an_instance_or_a_trial CHECK (((provider_instance_id IS NULL) = (kind = 'try-connection'::text))),
  CONSTRAINT provider_act_kind_is_known CHECK ((kind = ANY (ARRAY['ensure-site'::text, 'ensure-installer'::text, 'place-endpoint'::text, 'remove-endpoint'::text, 'adopt-endpoint'::text, 'mint-launch'::text, 'revoke-launch'::text, 'judge-cookie'::text, 'probe-instance'::text, 'open-administration'::text, 'try-connection'::text, 'look-at-endpoint'::text, 'open-support'::text]))),
  CONSTRAINT provider_act_state_is_known CHECK ((state = ANY (ARRAY['waiting'::text, 'done'::text, 'failed'::text])))
);
CREATE INDEX provider_act_by_deployment ON public.provider_act USING btree (deployment_id) WHERE (state = 'waiting'::text);
CREATE INDEX provider_act_done ON public.provider_act USING btree (done_at) WHERE (state <> 'waiting'::text);
CREATE INDEX provider_act_waiting ON public.provider_act USING btree (due_at) WHERE (state = 'waiting'::text);

CREATE TABLE provider_event (
  id uuid NOT NULL,
  provider_instance_id uuid NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  kind text NOT NULL,
  code text,
  detail text,
  CONSTRAINT provider_event_pkey PRIMARY KEY (id),
  CONSTRAINT provider_event_provider_instance_id_fkey FOREIGN KEY (provider_instance_id) REFERENCES provider_instance(id) ON DELETE CASCADE,
  CONSTRAINT provider_event_kind_is_known CHECK ((kind = ANY (ARRAY['reachable'::text, 'unreachable'::text, 'refused'::text, 'started'::text, 'version'::text])))
);
CREATE INDEX provider_event_by_instance ON public.provider_event USING btree (provider_instance_id, at DESC);

CREATE TABLE provider_hint (
  provider_instance_id uuid NOT NULL,
  event_id text NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT provider_hint_pkey PRIMARY KEY (provider_instance_id, event_id),
  CONSTRAINT provider_hint_provider_instance_id_fkey FOREIGN KEY (provider_instance_id) REFERENCES provider_instance(id) ON DELETE CASCADE
);
CREATE INDEX provider_hint_by_time ON public.provider_hint USING btree (at);

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
  started_at timestamp with time zone,
  probed_at timestamp with time zone,
  round_trip_ms integer,
  paused_reason text,
  longest_launch_minutes integer,
  enabled boolean NOT NULL DEFAULT true,
  connection_version integer NOT NULL DEFAULT 1,
  hint_hash bytea,
  capacity integer,
  takes_sites boolean NOT NULL DEFAULT true,
  floor_version text,
  CONSTRAINT provider_instance_pkey PRIMARY KEY (id),
  CONSTRAINT provider_instance_capacity_is_a_number_of_devices CHECK ((capacity > 0)),
  CONSTRAINT provider_instance_embedded_is_always_enabled CHECK ((enabled OR (NOT embedded))),
  CONSTRAINT provider_instance_health_is_known CHECK ((health = ANY (ARRAY['unknown'::text, 'reachable'::text, 'unreachable'::text, 'refused'::text]))),
  CONSTRAINT provider_instance_longest_launch_is_a_time CHECK (((longest_launch_minutes >= 1) AND (longest_launch_minutes <= 1440)))
);
CREATE UNIQUE INDEX provider_instance_by_hint_hash ON public.provider_instance USING btree (hint_hash) WHERE (hint_hash IS NOT NULL);
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

CREATE TABLE recovery_code (
  operator_id uuid NOT NULL,
  code_hash bytea NOT NULL,
  used_at timestamp with time zone,
  CONSTRAINT recovery_code_pkey PRIMARY KEY (operator_id, code_hash),
  CONSTRAINT recovery_code_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES operator(id) ON DELETE CASCADE
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

CREATE TABLE saved_view (
  id uuid NOT NULL,
  owner_id uuid NOT NULL,
  name text NOT NULL,
  shared boolean NOT NULL DEFAULT false,
  definition jsonb NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT saved_view_pkey PRIMARY KEY (id),
  CONSTRAINT saved_view_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES operator(id) ON DELETE CASCADE,
  CONSTRAINT saved_view_has_a_name CHECK ((name <> ''::text))
);
CREATE UNIQUE INDEX saved_view_name_is_unique ON public.saved_view USING btree (owner_id, lower(name));
CREATE INDEX saved_view_shared ON public.saved_view USING btree (name, id) WHERE shared;

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
  sensitive boolean NOT NULL DEFAULT false,
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

CREATE TABLE step_up (
  session_id uuid NOT NULL,
  act bytea NOT NULL,
  proven_by text NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT step_up_pkey PRIMARY KEY (session_id, act),
  CONSTRAINT step_up_session_id_fkey FOREIGN KEY (session_id) REFERENCES operator_session(id) ON DELETE CASCADE,
  CONSTRAINT step_up_act_is_sha256 CHECK ((octet_length(act) = 32))
);

CREATE TABLE stranger_agent (
  id uuid NOT NULL,
  device_id uuid NOT NULL,
  provider text NOT NULL,
  place text NOT NULL,
  running boolean NOT NULL,
  first_seen_at timestamp with time zone NOT NULL DEFAULT now(),
  approved_by text,
  approved_at timestamp with time zone,
  approved_reason text,
  code text NOT NULL DEFAULT 'RA-SEC-05'::text,
  removal_asked_by text,
  removal_asked_at timestamp with time zone,
  removal_instruction_id uuid,
  CONSTRAINT stranger_agent_pkey PRIMARY KEY (id),
  CONSTRAINT stranger_agent_is_one_per_place UNIQUE (device_id, provider, place),
  CONSTRAINT stranger_agent_device_id_fkey FOREIGN KEY (device_id) REFERENCES device(id) ON DELETE CASCADE,
  CONSTRAINT stranger_agent_is_approved_by_somebody CHECK ((((approved_by IS NULL) = (approved_at IS NULL)) AND ((approved_by IS NULL) = (approved_reason IS NULL)))),
  CONSTRAINT stranger_agent_is_removed_for_somebody CHECK (((removal_asked_by IS NULL) = (removal_asked_at IS NULL)))
);
CREATE INDEX stranger_agent_to_remove ON public.stranger_agent USING btree (device_id) WHERE ((removal_asked_at IS NOT NULL) AND (removal_instruction_id IS NULL));

CREATE TABLE support_chat (
  id uuid NOT NULL,
  seq bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  session_id uuid NOT NULL,
  sender text NOT NULL,
  name text NOT NULL,
  text text NOT NULL,
  said_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT support_chat_pkey PRIMARY KEY (id),
  CONSTRAINT support_chat_session_id_fkey FOREIGN KEY (session_id) REFERENCES support_session(id) ON DELETE CASCADE,
  CONSTRAINT support_chat_says_something CHECK ((text <> ''::text)),
  CONSTRAINT support_chat_sender_is_known CHECK ((sender = ANY (ARRAY['host'::text, 'guest'::text, 'system'::text])))
);
CREATE INDEX support_chat_by_session ON public.support_chat USING btree (session_id, seq);

CREATE TABLE support_guest (
  id uuid NOT NULL,
  session_id uuid NOT NULL,
  name text NOT NULL,
  step text NOT NULL DEFAULT 'opened'::text,
  os text,
  client_version text,
  client_platform text,
  trouble_code text,
  trouble_detail text,
  admitted_at timestamp with time zone,
  admitted_by_name text,
  wants jsonb,
  consent jsonb,
  consent_at timestamp with time zone,
  enrolment_site_id uuid,
  enrolment_offered_by uuid,
  enrolment_allowed boolean,
  enrolment_answered_at timestamp with time zone,
  joined_at timestamp with time zone NOT NULL DEFAULT now(),
  page_socket uuid,
  client_socket uuid,
  seen_at timestamp with time zone,
  ended_at timestamp with time zone,
  end_reason text,
  CONSTRAINT support_guest_pkey PRIMARY KEY (id),
  CONSTRAINT support_guest_enrolment_offered_by_fkey FOREIGN KEY (enrolment_offered_by) REFERENCES operator(id) ON DELETE SET NULL,
  CONSTRAINT support_guest_enrolment_site_id_fkey FOREIGN KEY (enrolment_site_id) REFERENCES site(id) ON DELETE SET NULL,
  CONSTRAINT support_guest_session_id_fkey FOREIGN KEY (session_id) REFERENCES support_session(id) ON DELETE CASCADE,
  CONSTRAINT support_guest_consents_only_when_admitted CHECK (((consent IS NULL) OR (admitted_at IS NOT NULL))),
  CONSTRAINT support_guest_step_is_known CHECK ((step = ANY (ARRAY['opened'::text, 'os-detected'::text, 'downloading'::text, 'downloaded'::text, 'started'::text, 'waiting'::text, 'connected'::text, 'blocked'::text, 'disconnected'::text, 'ended'::text]))),
  CONSTRAINT support_guest_that_ended_says_when_and_why CHECK ((((step = 'ended'::text) = (ended_at IS NOT NULL)) AND ((step = 'ended'::text) = (end_reason IS NOT NULL))))
);
CREATE INDEX support_guest_by_enrolment_offer ON public.support_guest USING btree (enrolment_offered_by);
CREATE INDEX support_guest_by_enrolment_site ON public.support_guest USING btree (enrolment_site_id);
CREATE INDEX support_guest_by_session ON public.support_guest USING btree (session_id, joined_at);

CREATE TABLE support_guest_mail (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  guest_id uuid NOT NULL,
  role text NOT NULL,
  body jsonb NOT NULL,
  made_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT support_guest_mail_pkey PRIMARY KEY (id),
  CONSTRAINT support_guest_mail_guest_id_fkey FOREIGN KEY (guest_id) REFERENCES support_guest(id) ON DELETE CASCADE,
  CONSTRAINT support_guest_mail_role_is_known CHECK ((role = ANY (ARRAY['page'::text, 'client'::text])))
);
CREATE INDEX support_guest_mail_by_guest ON public.support_guest_mail USING btree (guest_id, id);

CREATE TABLE support_guest_token (
  token_hash bytea NOT NULL,
  guest_id uuid NOT NULL,
  made_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT support_guest_token_pkey PRIMARY KEY (token_hash),
  CONSTRAINT support_guest_token_guest_id_fkey FOREIGN KEY (guest_id) REFERENCES support_guest(id) ON DELETE CASCADE
);
CREATE INDEX support_guest_token_by_guest ON public.support_guest_token USING btree (guest_id);

CREATE TABLE support_introduction (
  viewing_id uuid NOT NULL,
  guest_id uuid NOT NULL,
  CONSTRAINT support_introduction_pkey PRIMARY KEY (viewing_id, guest_id),
  CONSTRAINT support_introduction_guest_id_fkey FOREIGN KEY (guest_id) REFERENCES support_guest(id) ON DELETE CASCADE,
  CONSTRAINT support_introduction_viewing_id_fkey FOREIGN KEY (viewing_id) REFERENCES support_viewing(id) ON DELETE CASCADE
);
CREATE INDEX support_introduction_by_guest ON public.support_introduction USING btree (guest_id);

CREATE TABLE support_invitation (
  id uuid NOT NULL,
  session_id uuid NOT NULL,
  pass_id uuid NOT NULL,
  recipient text NOT NULL,
  time_zone text NOT NULL,
  invited_by uuid,
  made_at timestamp with time zone NOT NULL DEFAULT now(),
  reported_at timestamp with time zone,
  CONSTRAINT support_invitation_pkey PRIMARY KEY (id),
  CONSTRAINT support_invitation_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES operator(id) ON DELETE SET NULL,
  CONSTRAINT support_invitation_pass_id_fkey FOREIGN KEY (pass_id) REFERENCES support_pass(id) ON DELETE CASCADE,
  CONSTRAINT support_invitation_session_id_fkey FOREIGN KEY (session_id) REFERENCES support_session(id) ON DELETE CASCADE
);
CREATE INDEX support_invitation_by_host ON public.support_invitation USING btree (invited_by, made_at);
CREATE INDEX support_invitation_by_pass ON public.support_invitation USING btree (pass_id);
CREATE INDEX support_invitation_by_recipient ON public.support_invitation USING btree (lower(recipient), made_at);
CREATE INDEX support_invitation_by_session ON public.support_invitation USING btree (session_id, made_at);

CREATE TABLE support_join_pressure (
  singleton boolean NOT NULL DEFAULT true,
  second bigint NOT NULL DEFAULT 0,
  failures integer NOT NULL DEFAULT 0,
  work_until timestamp with time zone NOT NULL DEFAULT '-infinity'::timestamp with time zone,
  CONSTRAINT support_join_pressure_pkey PRIMARY KEY (singleton),
  CONSTRAINT support_join_pressure_is_one CHECK (singleton)
);

CREATE TABLE support_join_tries (
  network text NOT NULL,
  failures integer NOT NULL,
  began_at timestamp with time zone NOT NULL,
  CONSTRAINT support_join_tries_pkey PRIMARY KEY (network)
);
CREATE INDEX support_join_tries_by_age ON public.support_join_tries USING btree (began_at);

CREATE TABLE support_note (
  id uuid NOT NULL,
  session_id uuid NOT NULL,
  written_by_name text NOT NULL,
  text text NOT NULL,
  written_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT support_note_pkey PRIMARY KEY (id),
  CONSTRAINT support_note_session_id_fkey FOREIGN KEY (session_id) REFERENCES support_session(id) ON DELETE CASCADE,
  CONSTRAINT support_note_says_something CHECK ((text <> ''::text))
);
CREATE INDEX support_note_by_session ON public.support_note USING btree (session_id, written_at);

CREATE TABLE support_pass (
  id uuid NOT NULL,
  session_id uuid NOT NULL,
  guest_id uuid,
  kind text NOT NULL,
  secret_hash bytea NOT NULL,
  for_many boolean NOT NULL DEFAULT false,
  made_by uuid,
  made_at timestamp with time zone NOT NULL DEFAULT now(),
  expires_at timestamp with time zone NOT NULL,
  used_at timestamp with time zone,
  uses integer NOT NULL DEFAULT 0,
  revoked_at timestamp with time zone,
  CONSTRAINT support_pass_pkey PRIMARY KEY (id),
  CONSTRAINT support_pass_secret_is_unique UNIQUE (secret_hash),
  CONSTRAINT support_pass_guest_id_fkey FOREIGN KEY (guest_id) REFERENCES support_guest(id) ON DELETE CASCADE,
  CONSTRAINT support_pass_made_by_fkey FOREIGN KEY (made_by) REFERENCES operator(id) ON DELETE SET NULL,
  CONSTRAINT support_pass_session_id_fkey FOREIGN KEY (session_id) REFERENCES support_session(id) ON DELETE CASCADE,
  CONSTRAINT support_pass_is_used_once_unless_for_many CHECK ((for_many OR (uses <= 1))),
  CONSTRAINT support_pass_kind_is_known CHECK ((kind = ANY (ARRAY['code'::text, 'link'::text, 'client-code'::text]))),
  CONSTRAINT support_pass_of_a_client_names_its_guest CHECK (((kind = 'client-code'::text) = (guest_id IS NOT NULL)))
);
CREATE INDEX support_pass_by_guest ON public.support_pass USING btree (guest_id);
CREATE INDEX support_pass_by_session ON public.support_pass USING btree (session_id);
CREATE INDEX support_pass_of_the_day ON public.support_pass USING btree (made_by, made_at) WHERE (kind = 'code'::text);

CREATE TABLE support_session (
  id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  state text NOT NULL DEFAULT 'created'::text,
  host_id uuid,
  host_name text,
  client_id uuid,
  site_id uuid,
  reason text,
  help_widget_id uuid,
  requester_name text,
  requester_email text,
  planned_for timestamp with time zone,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  expires_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  end_reason text,
  version integer NOT NULL DEFAULT 1,
  provider_instance_id uuid,
  provider_name text,
  remote_id text,
  guest_url text,
  host_url text,
  followed_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT support_session_pkey PRIMARY KEY (id),
  CONSTRAINT support_session_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(id) ON DELETE SET NULL,
  CONSTRAINT support_session_help_widget_id_fkey FOREIGN KEY (help_widget_id) REFERENCES help_widget(id) ON DELETE SET NULL,
  CONSTRAINT support_session_host_id_fkey FOREIGN KEY (host_id) REFERENCES operator(id) ON DELETE SET NULL,
  CONSTRAINT support_session_provider_instance_id_fkey FOREIGN KEY (provider_instance_id) REFERENCES provider_instance(id) ON DELETE SET NULL,
  CONSTRAINT support_session_site_id_fkey FOREIGN KEY (site_id) REFERENCES site(id) ON DELETE SET NULL,
  CONSTRAINT support_session_end_reason_is_known CHECK ((end_reason = ANY (ARRAY['host'::text, 'guest'::text, 'time-out'::text, 'revoked'::text, 'consent-withdrawn'::text, 'at-provider'::text]))),
  CONSTRAINT support_session_has_a_name CHECK ((name <> ''::text)),
  CONSTRAINT support_session_is_at_a_provider_wholly CHECK ((((remote_id IS NULL) = (guest_url IS NULL)) AND ((remote_id IS NULL) = (host_url IS NULL)) AND ((remote_id IS NULL) OR (provider_name IS NOT NULL)))),
  CONSTRAINT support_session_kind_is_known CHECK ((kind = ANY (ARRAY['support'::text, 'meeting'::text]))),
  CONSTRAINT support_session_state_is_known CHECK ((state = ANY (ARRAY['created'::text, 'guest-joining'::text, 'guest-connected'::text, 'host-connected'::text, 'ended'::text]))),
  CONSTRAINT support_session_that_ended_says_when_and_why CHECK ((((state = 'ended'::text) = (ended_at IS NOT NULL)) AND ((state = 'ended'::text) = (end_reason IS NOT NULL)))),
  CONSTRAINT support_session_that_is_here_has_no_provider CHECK (((provider_instance_id IS NULL) OR (provider_name IS NOT NULL)))
);
CREATE INDEX support_session_by_age ON public.support_session USING btree (created_at DESC, id DESC);
CREATE INDEX support_session_by_client ON public.support_session USING btree (client_id);
CREATE INDEX support_session_by_help_widget ON public.support_session USING btree (help_widget_id);
CREATE INDEX support_session_by_host ON public.support_session USING btree (host_id, created_at DESC);
CREATE INDEX support_session_by_provider_instance ON public.support_session USING btree (provider_instance_id);
CREATE INDEX support_session_by_site ON public.support_session USING btree (site_id);
CREATE INDEX support_session_live ON public.support_session USING btree (expires_at) WHERE (state <> 'ended'::text);
CREATE INDEX support_session_live_of_host ON public.support_session USING btree (host_id) WHERE (state <> 'ended'::text);
CREATE INDEX support_session_to_follow ON public.support_session USING btree (followed_at) WHERE ((remote_id IS NOT NULL) AND (state <> 'ended'::text));

CREATE TABLE support_settings (
  singleton boolean NOT NULL DEFAULT true,
  code_minutes integer NOT NULL DEFAULT 10,
  link_hours integer NOT NULL DEFAULT 24,
  live_per_host integer NOT NULL DEFAULT 20,
  codes_per_day integer NOT NULL DEFAULT 200,
  stopped boolean NOT NULL DEFAULT false,
  stopped_reason text NOT NULL DEFAULT ''::text,
  stopped_by text,
  stopped_at timestamp with time zone,
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT support_settings_pkey PRIMARY KEY (singleton),
  CONSTRAINT support_settings_are_one CHECK (singleton),
  CONSTRAINT support_settings_codes_live_ten_minutes_at_most CHECK (((code_minutes >= 1) AND (code_minutes <= 10))),
  CONSTRAINT support_settings_links_live_a_day_at_most CHECK (((link_hours >= 1) AND (link_hours <= 24))),
  CONSTRAINT support_settings_some_are_live CHECK (((live_per_host >= 1) AND (live_per_host <= 1000))),
  CONSTRAINT support_settings_some_codes_a_day CHECK (((codes_per_day >= 1) AND (codes_per_day <= 10000)))
);

CREATE TABLE support_viewer_mail (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  viewing_id uuid NOT NULL,
  guest_id uuid NOT NULL,
  signal jsonb NOT NULL,
  made_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT support_viewer_mail_pkey PRIMARY KEY (id),
  CONSTRAINT support_viewer_mail_guest_id_fkey FOREIGN KEY (guest_id) REFERENCES support_guest(id) ON DELETE CASCADE,
  CONSTRAINT support_viewer_mail_viewing_id_fkey FOREIGN KEY (viewing_id) REFERENCES support_viewing(id) ON DELETE CASCADE
);
CREATE INDEX support_viewer_mail_by_guest ON public.support_viewer_mail USING btree (guest_id);
CREATE INDEX support_viewer_mail_by_viewing ON public.support_viewer_mail USING btree (viewing_id, id);

CREATE TABLE support_viewing (
  id uuid NOT NULL,
  session_id uuid NOT NULL,
  guest_id uuid,
  operator_id uuid NOT NULL,
  operator_name text NOT NULL,
  operator_session_id uuid NOT NULL,
  kind text NOT NULL,
  mode text NOT NULL,
  channel_hash bytea,
  relay_url text,
  dialled_at timestamp with time zone,
  opened_at timestamp with time zone NOT NULL DEFAULT now(),
  seen_at timestamp with time zone NOT NULL DEFAULT now(),
  closed_at timestamp with time zone,
  CONSTRAINT support_viewing_pkey PRIMARY KEY (id),
  CONSTRAINT support_viewing_channel_is_unique UNIQUE (channel_hash),
  CONSTRAINT support_viewing_guest_id_fkey FOREIGN KEY (guest_id) REFERENCES support_guest(id) ON DELETE CASCADE,
  CONSTRAINT support_viewing_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES operator(id) ON DELETE CASCADE,
  CONSTRAINT support_viewing_session_id_fkey FOREIGN KEY (session_id) REFERENCES support_session(id) ON DELETE CASCADE,
  CONSTRAINT support_viewing_kind_is_known CHECK ((kind = ANY (ARRAY['screen'::text, 'signals'::text]))),
  CONSTRAINT support_viewing_mode_is_known CHECK ((mode = ANY (ARRAY['view'::text, 'control'::text]))),
  CONSTRAINT support_viewing_of_a_screen_has_a_channel CHECK ((((kind = 'screen'::text) = (channel_hash IS NOT NULL)) AND ((kind = 'screen'::text) = (relay_url IS NOT NULL)) AND ((kind = 'screen'::text) = (guest_id IS NOT NULL))))
);
CREATE INDEX support_viewing_by_guest ON public.support_viewing USING btree (guest_id);
CREATE INDEX support_viewing_by_operator ON public.support_viewing USING btree (operator_id);
CREATE INDEX support_viewing_by_session ON public.support_viewing USING btree (session_id) WHERE (closed_at IS NULL);

CREATE TABLE support_work_done (
  challenge bytea NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT support_work_done_pkey PRIMARY KEY (challenge)
);

CREATE TABLE webhook (
  id uuid NOT NULL,
  name text NOT NULL,
  url text NOT NULL,
  enabled boolean NOT NULL DEFAULT true,
  sealed_secret bytea NOT NULL,
  failing_since timestamp with time zone,
  disabled_reason text,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT webhook_pkey PRIMARY KEY (id),
  CONSTRAINT webhook_that_was_disabled_is_off CHECK (((disabled_reason IS NULL) OR (NOT enabled)))
);
CREATE UNIQUE INDEX webhook_name_is_unique ON public.webhook USING btree (lower(name));

CREATE TABLE webhook_delivery (
  id uuid NOT NULL,
  webhook_id uuid NOT NULL,
  notification_id uuid,
  key text NOT NULL,
  event text NOT NULL,
  body text NOT NULL,
  state text NOT NULL DEFAULT 'waiting'::text,
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamp with time zone NOT NULL DEFAULT now(),
  tries jsonb NOT NULL DEFAULT '[]'::jsonb,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  done_at timestamp with time zone,
  under_way boolean NOT NULL DEFAULT false,
  CONSTRAINT webhook_delivery_pkey PRIMARY KEY (id),
  CONSTRAINT webhook_delivery_is_one_per_occurrence UNIQUE (webhook_id, key),
  CONSTRAINT webhook_delivery_notification_id_fkey FOREIGN KEY (notification_id) REFERENCES notification(id) ON DELETE SET NULL,
  CONSTRAINT webhook_delivery_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES webhook(id) ON DELETE CASCADE,
  CONSTRAINT webhook_delivery_state_is_known CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'failed'::text])))
);
CREATE INDEX webhook_delivery_by_age ON public.webhook_delivery USING btree (created_at);
CREATE INDEX webhook_delivery_by_notification ON public.webhook_delivery USING btree (notification_id) WHERE (notification_id IS NOT NULL);
CREATE INDEX webhook_delivery_by_webhook ON public.webhook_delivery USING btree (webhook_id, created_at DESC, id DESC);
CREATE INDEX webhook_delivery_due ON public.webhook_delivery USING btree (webhook_id, due_at) WHERE (state = 'waiting'::text);
CREATE INDEX webhook_delivery_under_way ON public.webhook_delivery USING btree (webhook_id) WHERE under_way;

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

-- sequence support_chat_seq_seq
-- sequence support_guest_mail_id_seq
-- sequence support_viewer_mail_id_seq
