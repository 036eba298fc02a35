import type { ResolvedSettings } from '../../../contracts/policy-settings.js';
import { effectivePoliciesOf, exclusionsOfDevices, type HoldingExclusion, settingsAtLaunch, settingsOf } from '../../deployments/index.js';
import { QUARANTINE_CODE, type QuarantineCode } from '../../devices/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { MODES, PROVIDER_EVIDENCE_BOUND_MS, SPEAKING_FIRST } from '../../deployment-status/index.js';
import type { LaunchMode } from '../provider.js';
import { openedBy } from '../provider-registry.js';
import type { LaunchFacts, LaunchPermission } from './launchability.js';

/** The operator as far as launching goes. */
export interface LaunchingOperator {
  readonly id: string;
  readonly role: string;
  readonly allowRemoteControl: boolean;
  readonly disabled: boolean;
  readonly scope: { readonly all: boolean; readonly clientIds: readonly string[]; readonly siteIds: readonly string[] };
}

/** A device with what its launch needs beside the verdict. */
export interface LaunchTarget {
  readonly facts: LaunchFacts;
  readonly clientId: string;
  readonly siteId: string;
  readonly deviceName: string;
  readonly deploymentId: string | null;
  readonly providerInstanceId: string | null;
  readonly remoteId: string | null;
  /** At most so many minutes, whatever the policy says. */
  readonly longestMinutes: number | null;
}

interface TargetRow {
  sensitive: boolean;
  id: string; name: string; site_id: string; client_id: string; quarantine: QuarantineCode | null; interactive_sessions: number; can_prompt: boolean; online: boolean | null;
  assigned: boolean; deployment_id: string | null; desired: 'present' | 'absent' | null; provider_instance_id: string | null; provider_kind: string | null; phase: string | null;
  error_code: string | null; has_display: boolean; verified_remote_id: string | null; verified: boolean; connected: boolean | null; health: string | null; health_code: string | null; paused_reason: string | null; longest_launch_minutes: number | null;
  released: ResolvedSettings | null; pinned: boolean; removal_waits: boolean;
  minute_of_week: number; company: string | null; granted: LaunchPermission[];
}

/** A launch as it is asked for; a card asks in general. */
export interface LaunchQuestion {
  readonly mode: LaunchMode | null;
  readonly reason?: string | null;
  readonly proven?: boolean;
  /** The launch that is being opened: of two who come at once, the first is company to the second. */
  readonly launchId?: string;
}

const TARGETS = `
  SELECT d.id, d.name, d.site_id, s.client_id, s.sensitive, ${QUARANTINE_CODE} AS quarantine, d.interactive_sessions, d.can_prompt, r.online,
         EXISTS (SELECT 1 FROM assignment a WHERE a.site_id = d.site_id) AS assigned,
         p.id AS deployment_id, p.desired, p.provider_instance_id, i.kind AS provider_kind, t.phase, t.error_code, d.has_display,
         e.verified_remote_id, coalesce(e.verified_remote_id IS NOT NULL AND e.verified_incarnation = d.incarnation AND e.remote_id = e.verified_remote_id
           AND (e.process IS NULL OR e.verified_process IS NULL OR e.process = e.verified_process), false) AS verified,
         w.connected AND w.seen_at > now() - make_interval(secs => $2) AS connected, i.health, i.health_code, CASE WHEN NOT i.enabled THEN 'its provider instance is switched off' ELSE i.paused_reason END AS paused_reason, i.longest_launch_minutes,
         v.settings AS released, p.pinned_by IS NOT NULL AS pinned, coalesce(p.pending = 'absent', false) AS removal_waits,
         (extract(isodow FROM now() AT TIME ZONE s.time_zone)::int - 1) * 1440 + extract(hour FROM now() AT TIME ZONE s.time_zone)::int * 60
           + extract(minute FROM now() AT TIME ZONE s.time_zone)::int AS minute_of_week,
         (SELECT min(o.name) FROM launch l JOIN operator o ON o.id = l.operator_id
           WHERE l.device_id = d.id AND l.operator_id <> $3 AND l.state IN ('redeemed', 'minted', 'active') AND (l.state <> 'redeemed' OR (l.redeemed_at, l.id) < (SELECT m.redeemed_at, m.id FROM launch m WHERE m.id = $4))) AS company,
         ARRAY(SELECT DISTINCT q.kind FROM launch_permission q WHERE q.device_id = d.id AND q.operator_id = $3 AND q.state = 'granted' AND q.good_until > now()) AS granted
    FROM device d
    JOIN site s ON s.id = d.site_id
    LEFT JOIN device_presence r ON r.device_id = d.id
    LEFT JOIN LATERAL (SELECT * FROM deployment p WHERE p.device_id = d.id ORDER BY ${SPEAKING_FIRST} LIMIT 1) p ON true
    LEFT JOIN effective_settings v ON v.hash = p.released_settings AND p.desired = 'present'
    LEFT JOIN deployment_status t ON t.deployment_id = p.id
    LEFT JOIN deployment_evidence e ON e.deployment_id = p.id
    LEFT JOIN provider_instance i ON i.id = p.provider_instance_id
    LEFT JOIN remote_endpoint w ON w.provider_instance_id = p.provider_instance_id AND w.remote_id = e.verified_remote_id
   WHERE d.id = ANY($1::uuid[])`;

/** What decides about launching these devices, read in a few statements however many they are. */
export async function loadLaunchTargets(
  tx: Tx,
  operator: LaunchingOperator,
  deviceIds: readonly string[],
  question: LaunchQuestion = { mode: null },
): Promise<Map<string, LaunchTarget>> {
  if (deviceIds.length === 0) return new Map();
  const rows: TargetRow[] = await tx.query(TARGETS, [deviceIds, PROVIDER_EVIDENCE_BOUND_MS / 1000, operator.id, question.launchId ?? null]);
  const policies = await effectivePoliciesOf(tx, rows.map((row) => row.id));
  const exclusions = await exclusionsOfDevices(tx, deviceIds);
  return new Map(
    rows.flatMap((row) => {
      const policy = policies.get(row.id);
      // A device that vanished between the two statements is no target.
      return policy ? [[row.id, targetOf(row, operator, settingsOf(policy), exclusions.get(row.id) ?? null, question)] as const] : [];
    }),
  );
}

function targetOf(row: TargetRow, operator: LaunchingOperator, newest: ResolvedSettings, exclusion: HoldingExclusion | null, { mode, reason, proven }: LaunchQuestion): LaunchTarget {
  const { scope } = operator;
  return {
    facts: {
      operator: {
        role: operator.role,
        allowRemoteControl: operator.allowRemoteControl,
        disabled: operator.disabled,
        inScope: scope.all || scope.clientIds.includes(row.client_id) || scope.siteIds.includes(row.site_id),
      },
      device: {
        id: row.id, siteId: row.site_id, online: row.online === true, quarantine: row.quarantine,
        interactiveSessions: row.interactive_sessions, canPrompt: row.can_prompt, hasDisplay: row.has_display,
      },
      // By a package, or where none is assigned by a lock or an override. Until its removal is released, and while it is pinned, a device is as enabled as it was.
      siteEnabled: row.assigned || newest.enabled === true || (row.released !== null && (row.pinned || row.removal_waits)),
      exclusion,
      settings: settingsAtLaunch(newest, row.released && { settings: row.released, pinned: row.pinned, removalWaits: row.removal_waits }),
      deployment: row.desired === null ? null : {
        desired: row.desired, phase: row.phase ?? 'QUEUED', errorCode: row.error_code, verified: row.verified, connected: row.connected === true,
      },
      provider: { reachable: row.health === null || row.health === 'reachable', healthCode: row.health_code, pausedReason: row.paused_reason, opens: row.provider_kind === null ? MODES : openedBy(row.provider_kind) },
      mode,
      minuteOfWeek: row.minute_of_week,
      company: row.company === null ? null : { operatorName: row.company },
      granted: { 'second-person': row.granted.includes('second-person'), company: row.granted.includes('company') },
      ...(reason === undefined ? {} : { reason }),
      sensitive: row.sensitive,
      ...(proven === undefined ? {} : { proven }),
    },
    clientId: row.client_id,
    siteId: row.site_id,
    deviceName: row.name,
    deploymentId: row.deployment_id,
    providerInstanceId: row.provider_instance_id,
    remoteId: row.verified_remote_id,
    longestMinutes: row.longest_launch_minutes,
  };
}
