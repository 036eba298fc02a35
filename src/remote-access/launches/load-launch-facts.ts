import type { ResolvedSettings } from '../../../contracts/policy-settings.js';
import { effectivePoliciesOf, exclusionsOfDevices, type HoldingExclusion, settingsAtLaunch, settingsOf } from '../../deployments/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { PROVIDER_EVIDENCE_BOUND_MS } from '../../deployment-status/index.js';
import type { LaunchMode } from '../provider.js';
import type { LaunchFacts } from './launchability.js';

/** The operator as far as launching goes. */
export interface LaunchingOperator {
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
}

interface TargetRow {
  id: string; name: string; site_id: string; client_id: string; quarantined: boolean; interactive_sessions: number; can_prompt: boolean; online: boolean | null;
  assigned: boolean; deployment_id: string | null; desired: 'present' | 'absent' | null; provider_instance_id: string | null; phase: string | null;
  error_code: string | null; has_display: boolean; verified_remote_id: string | null; verified: boolean; connected: boolean | null; health: string | null; health_code: string | null;
  released: ResolvedSettings | null; pinned: boolean; removal_waits: boolean;
}

const TARGETS = `
  SELECT d.id, d.name, d.site_id, s.client_id, d.quarantined, d.interactive_sessions, d.can_prompt, r.online,
         EXISTS (SELECT 1 FROM assignment a WHERE a.site_id = d.site_id) AS assigned,
         p.id AS deployment_id, p.desired, p.provider_instance_id, t.phase, t.error_code, d.has_display,
         e.verified_remote_id, coalesce(e.verified_remote_id IS NOT NULL AND e.verified_incarnation = d.incarnation AND e.remote_id = e.verified_remote_id
           AND (e.process IS NULL OR e.verified_process IS NULL OR e.process = e.verified_process), false) AS verified,
         w.connected AND w.seen_at > now() - make_interval(secs => $2) AS connected, i.health, i.health_code,
         v.settings AS released, p.pinned_by IS NOT NULL AS pinned, coalesce(p.pending = 'absent', false) AS removal_waits
    FROM device d
    JOIN site s ON s.id = d.site_id
    LEFT JOIN device_presence r ON r.device_id = d.id
    LEFT JOIN LATERAL (SELECT * FROM deployment x WHERE x.device_id = d.id ORDER BY x.desired DESC, x.created_at DESC LIMIT 1) p ON true
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
  mode: LaunchMode | null,
): Promise<Map<string, LaunchTarget>> {
  if (deviceIds.length === 0) return new Map();
  const rows: TargetRow[] = await tx.query(TARGETS, [deviceIds, PROVIDER_EVIDENCE_BOUND_MS / 1000]);
  const policies = await effectivePoliciesOf(tx, rows.map((row) => row.id));
  const exclusions = await exclusionsOfDevices(tx, deviceIds);
  return new Map(
    rows.flatMap((row) => {
      const policy = policies.get(row.id);
      // A device that vanished between the two statements is no target.
      return policy ? [[row.id, targetOf(row, operator, settingsOf(policy), exclusions.get(row.id) ?? null, mode)] as const] : [];
    }),
  );
}

function targetOf(row: TargetRow, operator: LaunchingOperator, newest: ResolvedSettings, exclusion: HoldingExclusion | null, mode: LaunchMode | null): LaunchTarget {
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
        id: row.id, siteId: row.site_id, online: row.online === true, quarantined: row.quarantined,
        interactiveSessions: row.interactive_sessions, canPrompt: row.can_prompt, hasDisplay: row.has_display,
      },
      // By a package, or where none is assigned by a lock or an override. Until its removal is released, and while it is pinned, a device is as enabled as it was.
      siteEnabled: row.assigned || newest.enabled === true || (row.released !== null && (row.pinned || row.removal_waits)),
      exclusion,
      settings: settingsAtLaunch(newest, row.released && { settings: row.released, pinned: row.pinned, removalWaits: row.removal_waits }),
      deployment: row.desired === null ? null : {
        desired: row.desired, phase: row.phase ?? 'QUEUED', errorCode: row.error_code, verified: row.verified, connected: row.connected === true,
      },
      provider: { reachable: row.health === null || row.health === 'reachable', healthCode: row.health_code },
      mode,
    },
    clientId: row.client_id,
    siteId: row.site_id,
    deviceName: row.name,
    deploymentId: row.deployment_id,
    providerInstanceId: row.provider_instance_id,
    remoteId: row.verified_remote_id,
  };
}
