/** What somebody can be told of, as a closed list: events may be added, and keep their names. */
export const NOTIFICATION_EVENTS = [
  'device.failed',
  'rollout.halted',
  'unknown-remote-agent.found',
  'break-glass.used',
  'provider.down',
  'provider.up',
  'approval.waiting',
  'audit.seal-broken',
  'engine.below-floor',
  'api-key.expiring',
] as const;
export type NotificationEvent = (typeof NOTIFICATION_EVENTS)[number];

/** A whole number that says when an event counts. */
export interface EventParameter {
  readonly name: 'afterHours' | 'afterMinutes';
  readonly preset: number;
  readonly min: number;
  readonly max: number;
}

export interface EventDescription {
  readonly title: string;
  /** When somebody is told, in a sentence. */
  readonly help: string;
  readonly parameter: EventParameter | null;
  /** Whether it happens at sites, and not to the installation as a whole: only then can a rule be for some of them. */
  readonly hasSites: boolean;
}

const AFTER_MINUTES: EventParameter = { name: 'afterMinutes', preset: 1, min: 0, max: 1440 };

export const EVENT_DESCRIPTIONS: Readonly<Record<NotificationEvent, EventDescription>> = {
  'device.failed': {
    title: 'Devices have failed',
    help: 'Devices have had the same cause for that long: one notification for each cause, however many they are.',
    parameter: { name: 'afterHours', preset: 24, min: 0, max: 720 },
    hasSites: true,
  },
  'rollout.halted': { title: 'A rollout has halted', help: 'Too many devices of a wave have failed.', parameter: null, hasSites: true },
  'unknown-remote-agent.found': {
    title: 'An unknown remote agent was found',
    help: 'A device runs a remote agent that is not of this installation.',
    parameter: null,
    hasSites: true,
  },
  'break-glass.used': { title: 'The break-glass account was used', help: 'Somebody signed in with the sealed emergency account.', parameter: null, hasSites: false },
  'provider.down': { title: 'A provider is down', help: 'A provider has not been reachable for that long.', parameter: AFTER_MINUTES, hasSites: false },
  'provider.up': { title: 'A provider is up again', help: 'A provider that was down for that long is reachable again.', parameter: AFTER_MINUTES, hasSites: false },
  'approval.waiting': { title: 'An approval waits', help: 'A change needs a second person.', parameter: null, hasSites: true },
  'audit.seal-broken': { title: 'The audit log was tampered with', help: 'The sealed history of the audit log is not as it was sealed.', parameter: null, hasSites: false },
  'engine.below-floor': { title: 'An engine has known holes', help: 'A provider runs a version below the one that is safe.', parameter: null, hasSites: false },
  'api-key.expiring': { title: 'An API key expires soon', help: 'An API key ends within days.', parameter: null, hasSites: false },
};
