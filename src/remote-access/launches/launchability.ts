import { catalogueEntry, PHASES } from '../../../contracts/error-catalogue.js';
import { includesMinute, matchesPattern, parseWeeklyHours, type SettingValue } from '../../../contracts/policy-settings.js';
import { MODES, modesOf } from '../../deployment-status/index.js';
import type { HoldingExclusion } from '../../deployments/index.js';
import type { QuarantineCode } from '../../devices/index.js';
import type { LaunchMode } from '../provider.js';

/** Everything that decides whether this operator may open this device now. */
export interface LaunchFacts {
  readonly operator: { readonly role: string; readonly allowRemoteControl: boolean; readonly disabled: boolean; readonly inScope: boolean };
  readonly device: { readonly id: string; readonly siteId: string; readonly online: boolean; readonly quarantine: QuarantineCode | null; readonly interactiveSessions: number; readonly canPrompt: boolean; readonly hasDisplay: boolean };
  /** Whether remote access is on for the site: a package is assigned, or a lock or an override turns it on without one. */
  readonly siteEnabled: boolean;
  /** The exclusion or pin that holds for the device. */
  readonly exclusion: HoldingExclusion | null;
  /** The newest effective settings, released or not. */
  readonly settings: Readonly<Record<string, SettingValue>>;
  readonly deployment: DeploymentForLaunch | null;
  readonly provider: {
    readonly reachable: boolean;
    readonly healthCode: string | null;
    /** Why an administrator lets nobody in for now. */
    readonly pausedReason: string | null;
    /** How it opens a device at all. */
    readonly opens: readonly LaunchMode[];
  };
  /** Null asks whether any mode could be opened. */
  readonly mode: LaunchMode | null;
  /** Minutes since Monday 00:00 on the clocks of the site. */
  readonly minuteOfWeek: number;
  /** Another technician who is in the device now. */
  readonly company: { readonly operatorName: string } | null;
  /** What others have agreed to, for this operator and device, and has not lapsed. */
  readonly granted: Readonly<Record<LaunchPermission, boolean>>;
  /** What the operator says he is there for; undefined where nobody has been asked yet, which refuses nothing. */
  readonly reason?: string | null;
  /** Whether the site wants a fresh proof of whoever enters. */
  readonly sensitive: boolean;
  /** Whether it was given; undefined where nobody has been asked yet, which refuses nothing. */
  readonly proven?: boolean;
}

/** What can be asked of others: that a second person agrees, or that whoever is connected lets one join. */
export const LAUNCH_PERMISSIONS = ['second-person', 'company'] as const;
export type LaunchPermission = (typeof LAUNCH_PERMISSIONS)[number];

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
  /** Whom the operator may ask, where that is what it takes. */
  readonly ask: LaunchPermission | null;
  /** Whether a reason is asked for, and its form where there is one. */
  readonly joinReason: 'off' | 'optional' | 'required';
  readonly joinReasonPattern: string;
  /** Whether a fresh proof of a second factor is asked for. */
  readonly proofWanted: boolean;
}

/** Roles that may open devices at all; the auditor only reads. */
const LAUNCHING_ROLES: ReadonlySet<string> = new Set(['primary-super-admin', 'super-admin', 'manager', 'technician', 'client-site-manager', 'office-staff']);
/** Where a deployment has stopped for a cause of its own, which says more than that it is not there yet. */
const STANDING: ReadonlySet<string> = new Set(['FAILED', 'BLOCKED', 'NOT_APPLICABLE', 'RETRY_WAIT']);

interface Blocker {
  readonly code: string;
  readonly ask?: LaunchPermission;
  readonly detail?: string;
  readonly fixUrl?: string;
}
type Link = (facts: LaunchFacts) => Blocker | null;

/** The chain in its fixed order: the first that blocks is the answer. */
const CHAIN = {
  role: ({ operator }) => (LAUNCHING_ROLES.has(operator.role) && !operator.disabled ? null : { code: 'RA-LCH-01', fixUrl: '/settings/users' }),
  'user-flag': ({ operator }) => (operator.allowRemoteControl ? null : { code: 'RA-LCH-02', fixUrl: '/settings/users' }),
  scope: ({ operator }) => (operator.inScope ? null : { code: 'RA-LCH-03', fixUrl: '/settings/users' }),
  site: (facts) => (facts.siteEnabled || isPinned(facts) ? null : { code: 'RA-LCH-04', fixUrl: `/packages?tab=sites&site=${facts.device.siteId}` }),
  exclusion: exclusionBlocker,
  policy: (facts) =>
    facts.settings['enabled'] === true || isPinned(facts)
      ? null
      : { code: 'RA-LCH-04', fixUrl: `/packages?tab=sites&site=${facts.device.siteId}`, detail: 'A package is assigned to the site, but no policy in it turns remote access on.' },
  quarantine: ({ device }) => (device.quarantine ? { code: device.quarantine, fixUrl: `/devices?device=${device.id}` } : null),
  deployment: deploymentBlocker,
  device: ({ device }) => (device.online ? null : { code: 'RA-LCH-06' }),
  provider: ({ provider }) => (provider.reachable ? null : { code: provider.healthCode ?? 'RA-INS-01', fixUrl: '/settings/providers' }),
  pause: ({ provider }) => (provider.pausedReason === null ? null : { code: 'RA-INS-02', detail: `New launches are paused: ${provider.pausedReason}`, fixUrl: '/settings/providers' }),
  connection: ({ deployment }) => (deployment?.connected ? null : { code: 'RA-AGT-04' }),
  mode: modeBlocker,
  consent: consentBlocker,
  hours: hoursBlocker,
  approval: ({ settings, granted }) =>
    settings['session.approval'] === 'second-person' && !granted['second-person'] ? { code: 'RA-LCH-09', ask: 'second-person', detail: 'The policy wants a second person to agree first.' } : null,
  company: companyBlocker,
  reason: reasonBlocker,
  // Last: what else is wrong is said before anybody reaches for his key.
  proof: ({ sensitive, proven }) => (sensitive && proven === false ? { code: 'RA-LCH-13', detail: 'The site is sensitive: prove once more that it is you.', fixUrl: '/account' } : null),
} satisfies Record<string, Link>;

/** What each link of the chain is about. */
export type LaunchStepName = keyof typeof CHAIN;
export const LAUNCH_STEPS = Object.keys(CHAIN) as LaunchStepName[];

/** Whether this operator may open this device now, and if not, the first reason, who can fix it and where. Pure. */
export function launchability(facts: LaunchFacts): Verdict {
  for (const step of LAUNCH_STEPS) {
    const blocker: Blocker | null = CHAIN[step](facts);
    if (blocker) return refused(blocker, facts);
  }
  return { allowed: true, code: null, title: 'Log In', detail: 'Remote access is ready.', whoCanFix: null, fixUrl: null, ask: null, ...asked(facts) };
}

/** Every link of the chain with what it says, also behind the first that blocks: for who wants to know what would be next. Pure. */
export function explainLaunchability(facts: LaunchFacts): { readonly step: LaunchStepName; readonly blocker: Verdict | null }[] {
  return LAUNCH_STEPS.map((step) => {
    const blocker: Blocker | null = CHAIN[step](facts);
    return { step, blocker: blocker && refused(blocker, facts) };
  });
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
function modeBlocker({ mode, settings, device, provider }: LaunchFacts): Blocker | null {
  const modes = modesOf(provider.opens, device, settings);
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

/** A text that is no hours refuses rather than opens: it was stored by something that knows more than this. */
function hoursBlocker({ settings, minuteOfWeek }: LaunchFacts): Blocker | null {
  const text = String(settings['session.allowedHours'] ?? 'always');
  const hours = parseWeeklyHours(text);
  return hours !== null && includesMinute(hours, minuteOfWeek) ? null : { code: 'RA-LCH-09', fixUrl: '/policies', detail: `The policy allows access ${text}, on the clocks of the site.` };
}

function companyBlocker({ settings, company, granted }: LaunchFacts): Blocker | null {
  const rule = settings['session.concurrency'] ?? 'ask';
  if (company === null || rule === 'join' || (rule === 'ask' && granted.company)) return null;
  const detail = rule === 'ask' ? `${company.operatorName} is connected and has to be asked.` : `${company.operatorName} is connected, and the policy lets one in at a time.`;
  return { code: 'RA-LCH-14', detail, ...(rule === 'ask' ? { ask: 'company' as const } : {}) };
}

function reasonBlocker(facts: LaunchFacts): Blocker | null {
  const { reason } = facts;
  const { joinReason, joinReasonPattern } = reasonAsked(facts);
  if (reason === undefined || joinReason === 'off') return null;
  const given = reason?.trim() ?? '';
  if (given === '') return joinReason === 'required' ? { code: 'RA-LCH-08' } : null;
  return matchesPattern(joinReasonPattern, given) ? null : { code: 'RA-LCH-08', detail: `The reason does not have the form that the policy wants: ${joinReasonPattern}` };
}

function reasonAsked({ settings }: LaunchFacts): Pick<Verdict, 'joinReason' | 'joinReasonPattern'> {
  const asked = settings['session.joinReason'];
  return { joinReason: asked === 'required' || asked === 'optional' ? asked : 'off', joinReasonPattern: String(settings['session.joinReasonPattern'] ?? '') };
}

/** What whoever may enter is asked for first. */
function asked(facts: LaunchFacts): Pick<Verdict, 'joinReason' | 'joinReasonPattern' | 'proofWanted'> {
  return { ...reasonAsked(facts), proofWanted: facts.sensitive };
}

function refused({ code, detail, fixUrl, ask }: Blocker, facts: LaunchFacts): Verdict {
  const entry = catalogueEntry(code);
  return {
    allowed: false,
    code,
    title: entry?.title ?? code,
    detail: detail ?? entry?.cause ?? '',
    whoCanFix: entry?.who[0] ?? null,
    // What goes wrong on the device or at the provider is explained, with its remedy, in the catalogue.
    fixUrl: fixUrl ?? (entry && entry.family !== 'LCH' ? `/status-catalogue#${code}` : null),
    ask: ask ?? null,
    ...asked(facts),
  };
}
