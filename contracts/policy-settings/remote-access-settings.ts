import type { SettingDefinition, SettingGroup, SettingValue } from './setting-definition.js';

const on = { kind: 'boolean' } as const;
const onIsStricter = [true, false] as const;
const offIsStricter = [false, true] as const;

/** The groups of the form, in its order. */
export const REMOTE_ACCESS_GROUPS = [
  { key: 'access', title: 'Access' },
  { key: 'consent', title: 'Consent' },
  { key: 'visibility', title: 'Visibility' },
  { key: 'capability', title: 'Capabilities' },
  { key: 'session', title: 'Session' },
  { key: 'agent', title: 'Remote agent' },
  { key: 'removal', title: 'Removal' },
] as const satisfies readonly SettingGroup[];

/** Every setting of a remote access policy, with what holds where no policy configures it. Keys are public and never reused. */
export const REMOTE_ACCESS_SETTINGS = [
  {
    key: 'enabled', group: 'access', title: 'Remote access', type: on, default: false, merge: 'rank',
    help: 'Installs and keeps a remote agent on every device this policy reaches.',
  },
  {
    key: 'consent.mode', group: 'consent', title: 'Ask the user for consent', default: 'if-user-present', merge: 'strictest', security: true,
    type: { kind: 'choice', choices: ['never', 'if-user-present', 'always'] },
    strictness: ['always', 'if-user-present', 'never'],
    help: 'Whether the person at the device is asked before a technician may see or control it.',
  },
  {
    key: 'consent.timeoutSeconds', group: 'consent', title: 'Wait for an answer', default: 60, merge: 'strictest', security: true, strictness: 'smaller',
    type: { kind: 'integer', minimum: 10, maximum: 600, unit: 'seconds' },
    help: 'How long the question stays open.',
  },
  {
    key: 'consent.onTimeout', group: 'consent', title: 'When nobody answers', default: 'deny', merge: 'strictest', security: true, strictness: ['deny', 'allow'],
    type: { kind: 'choice', choices: ['allow', 'deny'] },
    help: 'What happens when the question stays unanswered.',
  },
  {
    key: 'consent.userMayRequire', group: 'consent', title: 'User may require consent', type: on, default: true, merge: 'strictest', security: true, strictness: onIsStricter,
    help: 'Whether the person at the device may decide that consent is always asked.',
  },
  {
    key: 'visibility.trayIcon', group: 'visibility', title: 'Tray icon', type: on, default: false, merge: 'rank',
    help: 'Shows an icon in the notification area while the remote agent runs.',
  },
  {
    key: 'visibility.banner', group: 'visibility', title: 'Session banner', type: on, default: true, merge: 'strictest', security: true, strictness: onIsStricter,
    help: 'Shows a bar on the screen while a technician is connected.',
  },
  {
    key: 'visibility.balloon', group: 'visibility', title: 'Notification balloon', type: on, default: false, merge: 'rank',
    help: 'Shows a balloon when a technician connects or leaves.',
  },
  {
    key: 'visibility.notifyOnConnect', group: 'visibility', title: 'Notify on connect', type: on, default: true, merge: 'strictest', security: true, strictness: onIsStricter,
    help: 'Tells the person at the device that a session has begun.',
  },
  {
    key: 'capability.control', group: 'capability', title: 'Keyboard and mouse', type: on, default: true, merge: 'strictest', security: true, strictness: offIsStricter,
    help: 'Off means that a technician may only watch.',
  },
  {
    key: 'capability.terminal', group: 'capability', title: 'Terminal', type: on, default: true, merge: 'strictest', security: true, strictness: offIsStricter,
    help: 'Allows a command line on the device.',
  },
  {
    key: 'capability.files', group: 'capability', title: 'File transfer', type: on, default: true, merge: 'strictest', security: true, strictness: offIsStricter,
    help: 'Allows browsing, uploading and downloading files.',
  },
  {
    key: 'capability.clipboard', group: 'capability', title: 'Clipboard', type: on, default: true, merge: 'strictest', security: true, strictness: offIsStricter,
    help: 'Allows copying between the technician and the device.',
  },
  {
    key: 'capability.blankScreen', group: 'capability', title: 'Blank the screen', type: on, default: false, merge: 'strictest', security: true, strictness: offIsStricter,
    help: 'Allows a technician to hide the screen from people near the device.',
  },
  {
    key: 'capability.recording', group: 'capability', title: 'Recording', type: on, default: false, merge: 'rank', security: true,
    help: 'Records sessions.',
  },
  {
    key: 'session.joinReason', group: 'session', title: 'Reason at Log In', default: 'off', merge: 'strictest', security: true,
    type: { kind: 'choice', choices: ['off', 'optional', 'required'] },
    strictness: ['required', 'optional', 'off'], enforcedByLatchkeyOnly: true,
    help: 'Whether a technician is asked why; the answer is kept with the session and exported.',
  },
  {
    key: 'session.joinReasonPattern', group: 'session', title: 'Form of the reason', default: '', merge: 'rank', enforcedByLatchkeyOnly: true,
    type: { kind: 'pattern', maxLength: 200, emptyMeans: 'Any text' },
    help: 'A regular expression that the whole reason must match, for example INC-\\d{4,8} for a ticket number.',
  },
  {
    key: 'session.idleMinutes', group: 'session', title: 'End when idle', default: 30, merge: 'strictest', security: true, strictness: 'smaller',
    type: { kind: 'integer', minimum: 1, maximum: 480, unit: 'minutes' }, enforcedByLatchkeyOnly: true,
    help: 'A session in which the technician does nothing ends after this time.',
  },
  {
    key: 'session.maxMinutes', group: 'session', title: 'Longest session', default: 480, merge: 'strictest', security: true, strictness: 'smaller',
    type: { kind: 'integer', minimum: 5, maximum: 480, unit: 'minutes' }, enforcedByLatchkeyOnly: true,
    help: 'Every session ends after this time, whatever happens in it.',
  },
  {
    key: 'session.lockOnEnd', group: 'session', title: 'Lock the screen at the end', type: on, default: false, merge: 'strictest', security: true, strictness: onIsStricter,
    help: 'Locks the device when the technician leaves, so that nobody finds it open.',
  },
  {
    key: 'session.concurrency', group: 'session', title: 'When somebody is already connected', default: 'ask', merge: 'rank', enforcedByLatchkeyOnly: true,
    type: { kind: 'choice', choices: ['join', 'ask', 'exclusive'] },
    help: 'Whether a second technician joins, asks the first one, or waits until he has left.',
  },
  {
    key: 'session.allowedHours', group: 'session', title: 'Allowed hours', default: 'always', merge: 'intersection', security: true, enforcedByLatchkeyOnly: true,
    type: { kind: 'weekly-hours' },
    help: 'When a technician may log in, in the time zone of the site.',
  },
  {
    key: 'session.approval', group: 'session', title: 'Approval', default: 'none', merge: 'strictest', security: true, strictness: ['second-person', 'none'],
    type: { kind: 'choice', choices: ['none', 'second-person'] }, enforcedByLatchkeyOnly: true,
    help: 'Whether a second person must agree before a technician may log in.',
  },
  {
    key: 'agent.autoUpdate', group: 'agent', title: 'Update the remote agent automatically', type: on, default: true, merge: 'rank',
    help: 'Keeps the remote agent at the version of its server.',
  },
  {
    key: 'agent.version', group: 'agent', title: 'Keep at version', default: '', merge: 'rank',
    type: { kind: 'text', maxLength: 40, pattern: '^(\\d+(\\.\\d+){0,4})?$', example: '24.1.3', emptyMeans: 'The version of its server' },
    help: 'Pins the remote agent to one version; it is then never updated past it.',
  },
  {
    key: 'agent.selfHeal', group: 'agent', title: 'Repair by itself', type: on, default: true, merge: 'rank',
    help: 'Restarts or reinstalls the remote agent when it was stopped or removed.',
  },
  {
    key: 'removal.onUnassign', group: 'removal', title: 'When the policy no longer applies', default: 'remove', merge: 'rank',
    type: { kind: 'choice', choices: ['remove', 'keep'] }, enforcedByLatchkeyOnly: true,
    help: 'Whether the remote agent is removed or left in place.',
  },
  {
    key: 'removal.graceHours', group: 'removal', title: 'Removal grace period', default: 0, merge: 'rank',
    type: { kind: 'integer', minimum: 0, maximum: 8760, unit: 'hours' }, enforcedByLatchkeyOnly: true,
    help: 'How long removal waits; assigning again within this time cancels it.',
  },
] as const satisfies readonly SettingDefinition[];

export type RemoteAccessSettingKey = (typeof REMOTE_ACCESS_SETTINGS)[number]['key'];

/** What one policy says: only configured settings appear; a missing key is "not configured". */
export type ConfiguredSettings = Partial<Record<RemoteAccessSettingKey, SettingValue>>;

/** What holds for one device: every setting has a value. */
export type ResolvedSettings = Record<RemoteAccessSettingKey, SettingValue>;

export const REMOTE_ACCESS_DEFAULTS: ResolvedSettings = Object.fromEntries(
  REMOTE_ACCESS_SETTINGS.map((setting) => [setting.key, setting.default]),
) as ResolvedSettings;
