import { catalogueEntry, PHASES } from '../../../contracts/error-catalogue.js';
import type { SettingValue } from '../../../contracts/policy-settings.js';
import { MODES, modesOf } from '../../deployment-status/index.js';
import type { HoldingExclusion } from '../../deployments/index.js';
import type { LaunchMode } from '../provider.js';

/** Everything that decides whether this operator may open this device now. */
export interface LaunchFacts {
  readonly operator: { readonly role: string; readonly allowRemoteControl: boolean; readonly disabled: boolean; readonly inScope: boolean };
  readonly device: { readonly id: string; readonly siteId: string; readonly online: boolean; readonly quarantined: boolean; readonly interactiveSessions: number; readonly canPrompt: boolean; readonly hasDisplay: boolean };
  /** Whether remote access is on for the site: a package is assigned, or a lock or an override turns it on without one. */
  readonly siteEnabled: boolean;
  /** The exclusion or pin that holds for the device. */
  readonly exclusion: HoldingExclusion | null;
  /** The newest effective settings, released or not. */
  readonly settings: Readonly<Record<string, SettingValue>>;
  readonly deployment: DeploymentForLaunch | null;
  readonly provider: { readonly reachable: boolean; readonly healthCode: string | null };
  /** Null asks whether any mode could be opened. */
  readonly mode: LaunchMode | null;
}

/** The deployment that would be opened: what was last judged of it. */
export interface DeploymentForLaunch {
  readonly desired: 'present' | 'absent';
  readonly phase: string;
  /** The cause that stands in the way, where one does. */
  readonly errorCode: string | null;
  readonly verified: boolean;
  readonly connected: boolean;
}

/** One honest answer, the same behind the icon, the hover card, the API and the launch gate. */
export interface Verdict {
  readonly allowed: boolean;
  readonly code: string | null;
  readonly title: string;
  readonly detail: string;
  readonly whoCanFix: string | null;
  readonly fixUrl: string | null;
}

/** Roles that may open devices at all; the auditor only reads. */
const LAUNCHING_ROLES: ReadonlySet<string> = new Set(['primary-super-admin', 'super-admin', 'manager', 'technician', 'client-site-manager', 'office-staff']);
/** Where a deployment has stopped for a cause of its own, which says more than that it is not there yet. */
const STANDING: ReadonlySet<string> = new Set(['FAILED', 'BLOCKED', 'NOT_APPLICABLE', 'RETRY_WAIT']);

interface Blocker {
  readonly code: string;
  readonly detail?: string;
  readonly fixUrl?: string;
}
type Link = (facts: LaunchFacts) => Blocker | null;

/** The chain in its fixed order: the first that blocks is the answer. */
const CHAIN: readonly Link[] = [
  ({ operator }) => (LAUNCHING_ROLES.has(operator.role) && !operator.disabled ? null : { code: 'RA-LCH-01', fixUrl: '/settings/users' }),
  ({ operator }) => (operator.allowRemoteControl ? null : { code: 'RA-LCH-02', fixUrl: '/settings/users' }),
  ({ operator }) => (operator.inScope ? null : { code: 'RA-LCH-03', fixUrl: '/settings/users' }),
  (facts) => (facts.siteEnabled || isPinned(facts) ? null : { code: 'RA-LCH-04', fixUrl: `/packages?tab=sites&site=${facts.device.siteId}` }),
  exclusionBlocker,
  (facts) =>
    facts.settings['enabled'] === true || isPinned(facts)
      ? null
      : { code: 'RA-LCH-04', fixUrl: `/packages?tab=sites&site=${facts.device.siteId}`, detail: 'A package is assigned to the site, but no policy in it turns remote access on.' },
  ({ device }) => (device.quarantined ? { code: 'RA-AGT-07', fixUrl: `/devices?device=${device.id}` } : null),
  deploymentBlocker,
  ({ device }) => (device.online ? null : { code: 'RA-LCH-06' }),
  ({ provider }) => (provider.reachable ? null : { code: provider.healthCode ?? 'RA-INS-01', fixUrl: '/settings/providers' }),
  ({ deployment }) => (deployment?.connected ? null : { code: 'RA-AGT-04' }),
  modeBlocker,
  consentBlocker,
];

/** Whether this operator may open this device now, and if not, the first reason, who can fix it and where. Pure. */
export function launchability(facts: LaunchFacts): Verdict {
  for (const link of CHAIN) {
    const blocker = link(facts);
    if (blocker) return refused(blocker);
  }
  return { allowed: true, code: null, title: 'Log In', detail: 'Remote access is ready.', whoCanFix: null, fixUrl: null };
}

/** A pin freezes what is there, also where no policy would want it any more. */
function isPinned({ exclusion }: LaunchFacts): boolean {
  return exclusion?.kind === 'pin';
}

function exclusionBlocker({ exclusion, device }: LaunchFacts): Blocker | null {
  if (exclusion?.kind !== 'exclude') return null;
  const { target, targetName, authorName, reason, expiresAt } = exclusion;
  const what = target === 'device' ? 'This device' : `The ${target} "${targetName}"`;
  const until = expiresAt === null ? '' : ` until ${expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return { code: 'RA-ELG-06', fixUrl: `/devices?device=${device.id}`, detail: `${what} was excluded by ${authorName}${until}: ${reason}` };
}

function deploymentBlocker({ deployment, device }: LaunchFacts): Blocker | null {
  const fixUrl = `/devices?device=${device.id}`;
  if (!deployment || deployment.desired === 'absent') return { code: 'RA-LCH-05', fixUrl };
  if (deployment.verified) return null;
  if (deployment.errorCode !== null && STANDING.has(deployment.phase)) return { code: deployment.errorCode };
  const label = PHASES.find(({ code }) => code === deployment.phase)?.label ?? deployment.phase;
  const identityIsLeft = deployment.phase === 'VERIFYING';
  return { code: identityIsLeft ? 'RA-LCH-15' : 'RA-LCH-05', detail: `${label}.`, fixUrl };
}

/** Where no mode is asked for, one that can be used is enough. */
function modeBlocker({ mode, settings, device }: LaunchFacts): Blocker | null {
  const modes = modesOf(device, settings);
  const wanted = mode === null ? MODES : [mode];
  if (wanted.some((each) => modes[each].usable)) return null;
  const code = modes[wanted[0]].code ?? 'RA-LCH-17';
  return code === 'RA-LCH-17' ? { code, detail: `The policy does not allow ${mode} here.`, fixUrl: '/policies' } : { code };
}

/** A question that nobody can be asked must not look like one that was answered. */
function consentBlocker({ settings, device }: LaunchFacts): Blocker | null {
  return promptNeeded(settings, device) && !device.canPrompt
    ? { code: 'RA-LCH-07', detail: 'The policy asks the person at the device, and no question can be shown there.', fixUrl: '/policies' }
    : null;
}

/** Whether the person at the device must be asked first. */
export function promptNeeded(settings: LaunchFacts['settings'], device: { readonly interactiveSessions: number }): boolean {
  if (settings['consent.mode'] === 'always') return true;
  return settings['consent.mode'] !== 'never' && device.interactiveSessions > 0;
}

function refused({ code, detail, fixUrl }: Blocker): Verdict {
  const entry = catalogueEntry(code);
  return {
    allowed: false,
    code,
    title: entry?.title ?? code,
    detail: detail ?? entry?.cause ?? '',
    whoCanFix: entry?.who[0] ?? null,
    // What goes wrong on the device or at the provider is explained, with its remedy, in the catalogue.
    fixUrl: fixUrl ?? (entry && entry.family !== 'LCH' ? `/status-catalogue#${code}` : null),
  };
}
