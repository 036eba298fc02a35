import { catalogueEntry, PHASES } from '../../../contracts/error-catalogue.js';
import type { DeviceDeploymentView, ModesView } from '../devices/device.view.js';

/** A deployment as the database tells it: JSON, so that the wide device row stays one statement. */
export interface DeploymentRow {
  readonly id: string;
  readonly providerInstanceId: string;
  readonly phase: string;
  readonly errorCode: string | null;
  readonly waitsFor: string | null;
  readonly attempt: number;
  readonly nextAttemptAt: string | null;
  readonly since: string;
  readonly modes: Partial<ModesView>;
  readonly evidenceAgeSeconds: number | null;
  readonly secondsSinceRelease: number;
}

/** Needs `d` (device), `p` (deployment), `t` (its status), and what {@link DEPLOYMENT_EVIDENCE} joins. */
export const DEPLOYMENT_COLUMNS = `
  jsonb_build_object(
    'id', p.id, 'providerInstanceId', p.provider_instance_id, 'phase', coalesce(t.phase, 'QUEUED'), 'errorCode', t.error_code, 'waitsFor', t.waits_for,
    'attempt', coalesce(t.attempt, 0), 'nextAttemptAt', t.next_attempt_at, 'since', coalesce(t.since, p.released_at), 'modes', coalesce(t.modes, '{}'),
    'evidenceAgeSeconds', floor(extract(epoch FROM now() - least(e.agent_at, w.seen_at)))::int,
    'secondsSinceRelease', extract(epoch FROM now() - p.released_at)::int)`;

/** The endpoint agent's own report, and the provider's record of the same device. */
export const DEPLOYMENT_EVIDENCE = `
  LEFT JOIN deployment_evidence e ON e.deployment_id = p.id
  LEFT JOIN remote_endpoint w ON w.provider_instance_id = p.provider_instance_id AND w.remote_id = e.verified_remote_id`;

const LABELS: ReadonlyMap<string, string> = new Map(PHASES.map(({ code, label }) => [code, label]));
const NOT_KNOWN_YET: ModesView = { desktop: { usable: false }, terminal: { usable: false }, files: { usable: false } };

/** Phases on the way to Ready in which something runs, so that a remaining time means something. */
const UNDER_WAY = new Set([
  'QUEUED',
  'DISPATCHED',
  'DOWNLOADING',
  'INSTALLING',
  'REGISTERING',
  'CONFIGURING',
  'VERIFYING',
]);

export function isUnderWay(row: DeploymentRow): boolean {
  return UNDER_WAY.has(row.phase);
}

/** What a scheduled or paused deployment waits for; said with its label. */
const WAITS: Readonly<Record<string, string>> = {
  wave: 'Scheduled (waits for its wave)',
  window: 'Scheduled (waits for its maintenance window)',
  unfreezing: 'Paused (all new orders are frozen)',
  resumption: 'Paused (its rollout waits to be resumed)',
  'next-change': 'Paused (its rollout was aborted)',
};

export function phaseLabel(phase: string): string {
  return LABELS.get(phase) ?? phase;
}

/** The deployment as people read it. `typicalSeconds`: how long others took; overdue means that nothing can be said any more. */
export function deploymentView(row: DeploymentRow, typicalSeconds: number | null, pinned: boolean): DeviceDeploymentView {
  const { secondsSinceRelease, nextAttemptAt, since, modes, waitsFor, ...plain } = row;
  const left = typicalSeconds === null || !isUnderWay(row) ? null : Math.round(typicalSeconds - secondsSinceRelease);
  return {
    ...plain,
    label: (row.errorCode !== 'RA-SYS-04' && waitsFor !== null && WAITS[waitsFor]) || phaseLabel(row.phase),
    errorTitle: row.errorCode === null ? null : (catalogueEntry(row.errorCode)?.title ?? row.errorCode),
    nextAttemptAt: nextAttemptAt === null ? null : new Date(nextAttemptAt),
    since: new Date(since),
    etaSeconds: left !== null && left > 0 ? left : null,
    pinned,
    modes: { ...NOT_KNOWN_YET, ...modes },
  };
}
