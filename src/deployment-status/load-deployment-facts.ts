import type { InstructionKind, KeptSettings, Step, Trouble } from '../../contracts/agent-protocol.js';
import { attemptLimit, type CatalogueEntry, catalogueEntry } from '../../contracts/error-catalogue.js';
import type { SettingValue } from '../../contracts/policy-settings.js';
import { QUARANTINE_CODE, type QuarantineCode } from '../devices/index.js';
import { prepared } from '../platform/database/prepared.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import type { DeploymentFacts, EndpointEvidence, FailureFacts, UpdateTurn } from './deployment-facts.js';
import type { ChangedDeployment } from './explain-change.js';
import { loadUpdateTurns } from './load-update-turns.js';
import type { Mode } from './modes.js';

/** One deployment with everything that judging, planning and telling people about it needs. */
export interface LoadedDeployment {
  readonly facts: DeploymentFacts;
  readonly siteId: string;
  readonly clientId: string;
  readonly deviceName: string;
  readonly providerInstanceId: string;
  readonly providerKind: string;
  readonly providerName: string;
  /** Of the device, as artifacts are kept by it. */
  readonly platform: string;
  readonly settingsHash: string;
  readonly kept: KeptSettings;
  readonly orders: number;
  readonly release: ChangedDeployment['release'];
  readonly cleared: ChangedDeployment['cleared'];
  /** What was last stored of it. */
  readonly before: Omit<NonNullable<ChangedDeployment['before']>, 'conditions'> | null;
}

/** What only the products themselves know. */
export interface KnownOfProviders {
  /** How a product can open a device at all. */
  opens(kind: string): readonly Mode[];
  /** The code of what the settings want and nobody has vouched for at this server; null where nothing is. */
  unconfirmed(instance: { readonly kind: string; readonly connection: Readonly<Record<string, string>> }, settings: Readonly<Record<string, SettingValue>>): string | null;
}

/** Everything known about these deployments, read in one statement. */
export async function loadDeploymentFacts(tx: Tx, deploymentIds: readonly string[], known: KnownOfProviders): Promise<LoadedDeployment[]> {
  if (deploymentIds.length === 0) return [];
  const rows = await prepared<FactsRow>(tx, FACTS, [deploymentIds]);
  // Who has failed waits for its own retry and must not keep the turn from the others.
  const outdated = rows.filter(isOutdated).sort((a, b) => Number(a.failure_code !== null) - Number(b.failure_code !== null));
  const turns = await loadUpdateTurns(tx, outdated.map((row) => ({ deploymentId: row.id, providerInstanceId: row.provider_instance_id, offered: row.offered! })));
  return rows.map((row) => loaded(row, turns.get(row.id) ?? null, known));
}

interface EndpointRow {
  remoteId: string;
  connected: boolean;
  seenAt: string;
  mark: boolean;
  groupId: string | null;
  name: string;
}

interface FactsRow {
  id: string; device_id: string; site_id: string; client_id: string; provider_instance_id: string; kind: string; connection: Record<string, string>; desired: 'present' | 'absent';
  generation: string; settings: Record<string, SettingValue>; settings_hash: string; remove_after: Date | null; removed_at: Date | null; excluded: boolean;
  given_up_at: Date | null; is_kept: boolean; is_leaving: boolean; quarantine: QuarantineCode | null;
  proof_number: number; device_incarnation: number; device_name: string; platform: string; has_display: boolean; online: boolean | null;
  last_seen_at: Date | null; health: string; health_code: string | null; checked_at: Date | null; remote_group_id: string | null; platform_known: boolean; platform_format: string | null;
  acts: string[] | null; installed: boolean | null; running: boolean | null; agent_at: Date | null; incarnation: number; remote_id: string | null;
  agent_proof_number: number | null; configured_generation: string | null; configured_at: Date | null; verified_remote_id: string | null;
  verified_incarnation: number | null; verified_process: string | null; verified_proof: number | null; process: string | null; troubles: Trouble[]; reinstalls: number; reboot_pending: boolean; verified_at: Date | null; removed_at_device_at: Date | null; failure_code: string | null; failure_detail: string | null;
  failure_generation: string | null; failure_at: Date | null; attempts: number; next_attempt_at: Date | null; endpoints: EndpointRow[] | null;
  order_kind: InstructionKind | null; order_generation: string | null; order_attempt: number | null; issued_at: Date | null; expires_at: Date | null;
  acknowledged_at: Date | null; progress_at: Date | null; reported_at: Date | null; step: Step | null; ever_instructed: boolean; orders: number;
  phase: string | null; error_code: string | null; judged_generation: string | null; judged_at: Date | null; provider_name: string;
  released_by: string | null; release_cause: string | null; cleared_by: string | null; cleared_at: Date | null;
  pending: 'present' | 'absent' | null; frozen: boolean; predecessor: DeploymentFacts['predecessor']; rival: DeploymentFacts['rival'];
  installer_sha256: string | null; offered: string | null; in_session: boolean;
  rollout_state: NonNullable<NonNullable<DeploymentFacts['pending']>['rollout']>['state'] | null; wants_devices: boolean; window_opens_at: Date | null;
}

/** Records at the provider are found one by one: a condition over several columns would read all of the instance's for each deployment. */
const FACTS = `
  SELECT p.id, p.device_id, p.site_id, s.client_id, p.provider_instance_id, i.kind, i.connection, i.name AS provider_name, p.desired, p.generation, v.settings, p.settings_hash,
         p.remove_after, p.removed_at, q.given_up_at, p.removed_at IS NOT NULL AND p.secret_hash IS NOT NULL AS is_kept, d.retired_at IS NOT NULL AS is_leaving, ${QUARANTINE_CODE} AS quarantine,
         p.excluded_by IS NOT NULL AS excluded, p.proof_number, d.incarnation AS device_incarnation, d.name AS device_name, d.platform, d.has_display,
         r.online, r.last_seen_at, i.health, i.health_code, i.checked_at, g.remote_group_id, a.platform IS NOT NULL AS platform_known, a.format AS platform_format,
         acts.kinds AS acts, e.installed, e.running, e.agent_at, e.incarnation, e.remote_id, e.proof_number AS agent_proof_number,
         e.configured_generation, e.configured_at, e.verified_remote_id, e.verified_incarnation, e.verified_process, e.verified_proof, e.process, e.troubles, e.reinstalls, e.reboot_pending, e.verified_at, e.removed_at_device_at,
         e.failure_code, e.failure_detail, e.failure_generation, e.failure_at, e.attempts, e.next_attempt_at, seen.endpoints,
         o.kind AS order_kind, o.generation AS order_generation, o.attempt AS order_attempt, o.issued_at, o.expires_at, o.acknowledged_at,
         o.progress_at, o.reported_at, o.step, installs.n > 0 AS ever_instructed, same.n AS orders, t.phase, t.error_code,
         t.generation AS judged_generation, t.judged_at, p.released_by, p.release_cause, e.cleared_by, e.cleared_at,
         e.installer_sha256, a.sha256 AS offered,
         EXISTS (SELECT 1 FROM launch l WHERE l.deployment_id = p.id AND l.state IN ('redeemed', 'minted', 'active')) AS in_session,
         (SELECT CASE WHEN bool_and(EXISTS (SELECT 1 FROM launch l WHERE l.deployment_id = b.id AND l.state IN ('requested', 'redeemed', 'minted', 'active'))) THEN 'in-session' ELSE 'free' END
            FROM deployment b WHERE b.device_id = p.device_id AND b.moving_to = p.provider_instance_id HAVING count(*) > 0) AS predecessor,
         (SELECT jsonb_build_object('errorCode', max(bt.error_code))
            FROM deployment b JOIN provider_instance bi ON bi.id = b.provider_instance_id AND bi.kind = i.kind JOIN deployment_evidence be ON be.deployment_id = b.id
            LEFT JOIN deployment_status bt ON bt.deployment_id = b.id AND bt.phase LIKE 'REMOVAL%'
           WHERE b.device_id = p.device_id AND b.id <> p.id AND b.desired = 'absent' AND b.removed_at IS NULL AND be.removed_at_device_at IS NULL AND be.installed IS NOT FALSE
             AND EXISTS (SELECT FROM instruction bo WHERE bo.deployment_id = b.id AND bo.kind = 'install-remote-agent') HAVING count(*) > 0) AS rival,
         p.pending, (SELECT frozen FROM installation) IS TRUE AS frozen, x.state AS rollout_state, x.wants_devices IS TRUE AS wants_devices,
         CASE WHEN x.maintenance_window IS NOT NULL THEN window_opens_at(x.maintenance_window, here.time_zone, now()) END AS window_opens_at
    FROM deployment p
    JOIN deployment_evidence e ON e.deployment_id = p.id
    JOIN device d ON d.id = p.device_id
    JOIN site s ON s.id = p.site_id
    JOIN site here ON here.id = d.site_id
    JOIN provider_instance i ON i.id = p.provider_instance_id
    JOIN effective_settings v ON v.hash = p.released_settings
    LEFT JOIN removal_given_up q ON q.deployment_id = p.id AND q.generation = p.generation
    LEFT JOIN device_presence r ON r.device_id = p.device_id
    LEFT JOIN provider_site g ON g.provider_instance_id = p.provider_instance_id AND g.site_id = p.site_id
    LEFT JOIN artifact a ON a.provider_instance_id = p.provider_instance_id AND a.platform = d.platform
    LEFT JOIN deployment_status t ON t.deployment_id = p.id
    LEFT JOIN rollout x ON x.id = p.rollout_id
    LEFT JOIN LATERAL (SELECT * FROM instruction n WHERE n.deployment_id = p.id ORDER BY n.seq DESC LIMIT 1) o ON true
    LEFT JOIN LATERAL (SELECT count(*)::int AS n FROM instruction n WHERE n.deployment_id = p.id AND n.generation = p.generation) same ON true
    LEFT JOIN LATERAL (SELECT count(*)::int AS n FROM instruction n WHERE n.deployment_id = p.id AND n.kind = 'install-remote-agent') installs ON true
    LEFT JOIN LATERAL (SELECT array_agg(DISTINCT y.kind) AS kinds FROM provider_act y
                        WHERE y.state = 'waiting' AND y.provider_instance_id = p.provider_instance_id AND (y.deployment_id = p.id OR y.site_id = p.site_id)) acts ON true
    LEFT JOIN LATERAL (SELECT jsonb_agg(jsonb_build_object('remoteId', w.remote_id, 'connected', w.connected, 'seenAt', w.seen_at, 'groupId', w.remote_group_id,
                              'name', w.name, 'mark', w.mark IS NOT NULL AND sha256(convert_to(w.mark, 'UTF8')) = p.proof_hash) ORDER BY w.remote_id) AS endpoints
                         FROM (SELECT u.remote_id FROM remote_endpoint u WHERE u.device_id = p.device_id UNION SELECT e.remote_id UNION SELECT e.verified_remote_id) known
                        CROSS JOIN LATERAL (SELECT * FROM remote_endpoint w WHERE w.provider_instance_id = p.provider_instance_id AND w.remote_id = known.remote_id OFFSET 0) w) seen ON true
   WHERE p.id = ANY($1::uuid[])`;

/** Only what the device itself has named can be called outdated. */
function isOutdated({ desired, installed, installer_sha256: installer, offered, platform_format: format }: FactsRow): boolean {
  return desired === 'present' && installed === true && installer !== null && offered !== null && format !== 'none' && installer !== offered;
}

function loaded(row: FactsRow, update: UpdateTurn | null, known: KnownOfProviders): LoadedDeployment {
  return {
    facts: factsOf(row, update, known),
    siteId: row.site_id,
    clientId: row.client_id,
    deviceName: row.device_name,
    providerInstanceId: row.provider_instance_id,
    providerKind: row.kind,
    providerName: row.provider_name,
    platform: row.platform,
    settingsHash: row.settings_hash,
    kept: {
      selfHeal: row.settings['agent.selfHeal'] === true,
      autoUpdate: row.settings['agent.autoUpdate'] === true,
      trayIcon: row.settings['visibility.trayIcon'] === true,
    },
    orders: row.orders,
    release: { by: row.released_by, cause: row.release_cause },
    cleared: row.cleared_at && { by: row.cleared_by, at: row.cleared_at },
    before: beforeOf(row),
  };
}

function beforeOf({ phase, error_code: errorCode, judged_generation: generation, judged_at: at }: FactsRow): LoadedDeployment['before'] {
  return phase !== null && generation !== null && at ? { phase, errorCode, generation: BigInt(generation), at } : null;
}

function factsOf(row: FactsRow, update: UpdateTurn | null, known: KnownOfProviders): DeploymentFacts {
  return {
    deploymentId: row.id,
    deviceId: row.device_id,
    desired: row.desired,
    generation: BigInt(row.generation),
    settings: row.settings,
    incarnation: row.device_incarnation,
    removeAfter: row.remove_after,
    removedAt: row.removed_at,
    givenUpAt: row.given_up_at,
    isKept: row.is_kept,
    excluded: row.excluded,
    pending: row.pending && {
      desired: row.pending,
      rollout: row.rollout_state && { state: row.rollout_state, waveOpen: row.wants_devices, windowOpensAt: row.window_opens_at },
    },
    predecessor: row.predecessor,
    rival: row.rival,
    frozen: row.frozen,
    proofNumber: row.proof_number,
    device: { online: row.online === true, lastSeenAt: row.last_seen_at, hasDisplay: row.has_display, isLeaving: row.is_leaving, quarantine: row.quarantine },
    provider: {
      reachable: row.health === 'reachable',
      healthCode: row.health_code,
      opens: known.opens(row.kind),
      unconfirmed: known.unconfirmed(row, row.settings),
      readAt: row.checked_at,
      remoteGroupId: row.remote_group_id,
      platformSupported: row.platform_known ? row.platform_format !== 'none' : null,
      endpointName: row.device_name,
      acts: new Set(row.acts ?? []),
    },
    agent: {
      installed: row.installed,
      running: row.running,
      at: row.agent_at,
      incarnation: row.incarnation,
      remoteId: row.remote_id,
      proofNumber: row.agent_proof_number,
      configuredGeneration: row.configured_generation === null ? null : BigInt(row.configured_generation),
      configuredAt: row.configured_at,
      process: row.process,
      troubles: row.troubles,
      reinstalls: row.reinstalls,
      rebootPending: row.reboot_pending,
      removedAt: row.removed_at_device_at,
      everInstructed: row.ever_instructed,
    },
    endpoints: (row.endpoints ?? []).map(endpointOf),
    order: orderOf(row),
    failure: failureOf(row),
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    clearedAt: row.cleared_at,
    proof:
      row.verified_remote_id && row.verified_at
        ? { remoteId: row.verified_remote_id, incarnation: row.verified_incarnation ?? 0, at: row.verified_at, process: row.verified_process, number: row.verified_proof }
        : null,
    inSession: row.in_session,
    update,
  };
}

function endpointOf(row: EndpointRow): EndpointEvidence {
  return { remoteId: row.remoteId, connected: row.connected, seenAt: new Date(row.seenAt), showsProof: row.mark, remoteGroupId: row.groupId, name: row.name };
}

function orderOf(row: FactsRow): DeploymentFacts['order'] {
  if (!row.order_kind || !row.order_generation || !row.issued_at || !row.expires_at) return null;
  return {
    kind: row.order_kind,
    generation: BigInt(row.order_generation),
    attempt: row.order_attempt ?? 1,
    issuedAt: row.issued_at,
    expiresAt: row.expires_at,
    acknowledgedAt: row.acknowledged_at,
    step: row.step,
    progressAt: row.progress_at,
    reportedAt: row.reported_at,
  };
}

function failureOf(row: FactsRow): FailureFacts | null {
  if (!row.failure_code || !row.failure_at || row.failure_generation === null) return null;
  const entry = catalogueEntry(row.failure_code);
  return {
    code: row.failure_code,
    detail: row.failure_detail ?? '',
    generation: BigInt(row.failure_generation),
    at: row.failure_at,
    retry: stillRetried(entry, row.attempts),
  };
}

/** What the schedule has tried as often as the catalogue allows is tried again only when somebody or something changes. */
function stillRetried(entry: CatalogueEntry | null, attempts: number): FailureFacts['retry'] {
  if (entry?.retry === 'trigger' || entry?.retry === 'no') return entry.retry;
  const limit = attemptLimit(entry);
  return limit !== null && attempts >= limit ? 'no' : 'auto';
}
