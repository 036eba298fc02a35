import { attemptLimit, catalogueEntry, PHASES } from '../../../contracts/error-catalogue.js';
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
  readonly secondsInPhase: number;
}

/** Needs `d` (device), `p` (deployment), `t` (its status), and what {@link DEPLOYMENT_EVIDENCE} joins. */
export const DEPLOYMENT_COLUMNS = `
  jsonb_build_object(
    'id', p.id, 'providerInstanceId', p.provider_instance_id, 'phase', coalesce(t.phase, 'QUEUED'), 'errorCode', t.error_code, 'waitsFor', t.waits_for,
    'attempt', coalesce(t.attempt, 0), 'nextAttemptAt', t.next_attempt_at, 'since', coalesce(t.since, p.released_at), 'modes', coalesce(t.modes, '{}'),
    'evidenceAgeSeconds', floor(extract(epoch FROM now() - least(e.agent_at, w.seen_at)))::int,
    'secondsInPhase', extract(epoch FROM now() - coalesce(t.since, p.released_at))::int)`;

/** The endpoint agent's own report, and the provider's record of the same device. */
export const DEPLOYMENT_EVIDENCE = `
  LEFT JOIN deployment_evidence e ON e.deployment_id = p.id
  LEFT JOIN remote_endpoint w ON w.provider_instance_id = p.provider_instance_id AND w.remote_id = e.verified_remote_id`;

const LABELS: ReadonlyMap<string, string> = new Map(PHASES.map(({ code, label }) => [code, label]));
const NOT_KNOWN_YET: ModesView = { desktop: { usable: false }, terminal: { usable: false }, files: { usable: false } };

/** Phases on the way to Ready in which something runs, so that a remaining time means something. */
export const UNDER_WAY: ReadonlySet<string> = new Set([
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

/** Seconds that it usually takes from the beginning of a phase to Ready, by phase. */
export type TimesLeft = ReadonlyMap<string, number>;

/** The deployment as people read it. */
export function deploymentView(row: DeploymentRow, left: TimesLeft, pinned: boolean): DeviceDeploymentView {
  const { secondsInPhase, nextAttemptAt, since, modes, waitsFor, ...plain } = row;
  return {
    ...plain,
    label: (row.errorCode !== 'RA-SYS-04' && waitsFor !== null && WAITS[waitsFor]) || phaseLabel(row.phase),
    errorTitle: row.errorCode === null ? null : (catalogueEntry(row.errorCode)?.title ?? row.errorCode),
    nextAttemptAt: nextAttemptAt === null ? null : new Date(nextAttemptAt),
    since: new Date(since),
    attemptLimit: row.errorCode === null ? null : attemptLimit(catalogueEntry(row.errorCode)),
    etaSeconds: isUnderWay(row) ? remaining(left.get(row.phase), secondsInPhase) : null,
    pinned,
    modes: { ...NOT_KNOWN_YET, ...modes },
  };
}

/** Whole seconds; null where too few have gone this way, or where it takes longer than usual and nothing can be said any more. */
function remaining(usual: number | undefined, passed: number): number | null {
  const seconds = Math.round((usual ?? 0) - passed);
  return seconds > 0 ? seconds : null;
}
