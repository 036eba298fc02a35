/**
 * The remote access settings a policy can configure: one entry per setting, from which the API's validation, the
 * console's form, the documentation and the resolver's merge rules are all derived. Keys are public and never reused.
 * Source: the product's settings list; "default" is what holds when no policy configures the setting.
 */

import { parseWeeklyHours, printWeeklyHours } from './policy-settings/weekly-hours.js';

export * from './policy-settings/weekly-hours.js';

/**
 * How candidates of one setting are merged: `rank` (the highest ranked configured value wins), `strictest` of all,
 * `intersection` of all; or a rule that the policy type itself brings, by its name.
 */
export type MergeRule = 'rank' | 'strictest' | 'intersection' | (string & {});

export type SettingType =
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'integer'; readonly minimum: number; readonly maximum: number; readonly unit: string }
  | { readonly kind: 'text'; readonly maxLength: number; readonly pattern?: string }
  | { readonly kind: 'weekly-hours' };

export type SettingValue = boolean | string | number;

export interface SettingDefinition {
  readonly key: string;
  readonly group: 'access' | 'consent' | 'visibility' | 'capability' | 'session' | 'agent' | 'removal';
  readonly title: string;
  readonly help: string;
  readonly type: SettingType;
  readonly default: SettingValue;
  readonly merge: MergeRule;
  /** For `strictest`: values from strictest to loosest; integers say `smaller` or `larger` instead. */
  readonly strictness?: readonly SettingValue[] | 'smaller' | 'larger';
  /** True where only Latchkey enforces it, so a change never raises a generation. */
  readonly enforcedByLatchkeyOnly?: true;
}

const on = { kind: 'boolean' } as const;
const onIsStricter = [true, false] as const;
const offIsStricter = [false, true] as const;

export const REMOTE_ACCESS_SETTINGS = [
  {
    key: 'enabled', group: 'access', title: 'Remote access', type: on, default: false, merge: 'rank',
    help: 'Installs and keeps a remote agent on every device this policy reaches.',
  },
  {
    key: 'consent.mode', group: 'consent', title: 'Ask the user for consent', default: 'if-user-present', merge: 'strictest',
    type: { kind: 'choice', choices: ['never', 'if-user-present', 'always'] },
    strictness: ['always', 'if-user-present', 'never'],
    help: 'Whether the person at the device is asked before a technician may see or control it.',
  },
  {
    key: 'consent.timeoutSeconds', group: 'consent', title: 'Wait for an answer', default: 60, merge: 'strictest', strictness: 'smaller',
    type: { kind: 'integer', minimum: 10, maximum: 600, unit: 'seconds' },
    help: 'How long the question stays open.',
  },
  {
    key: 'consent.onTimeout', group: 'consent', title: 'When nobody answers', default: 'deny', merge: 'strictest', strictness: ['deny', 'allow'],
    type: { kind: 'choice', choices: ['allow', 'deny'] },
    help: 'What happens when the question stays unanswered.',
  },
  {
    key: 'consent.userMayRequire', group: 'consent', title: 'User may require consent', type: on, default: true, merge: 'strictest', strictness: onIsStricter,
    help: 'Whether the person at the device may decide that consent is always asked.',
  },
  {
    key: 'visibility.trayIcon', group: 'visibility', title: 'Tray icon', type: on, default: false, merge: 'rank',
    help: 'Shows an icon in the notification area while the remote agent runs.',
  },
  {
    key: 'visibility.banner', group: 'visibility', title: 'Session banner', type: on, default: true, merge: 'strictest', strictness: onIsStricter,
    help: 'Shows a bar on the screen while a technician is connected.',
  },
  {
    key: 'visibility.balloon', group: 'visibility', title: 'Notification balloon', type: on, default: false, merge: 'rank',
    help: 'Shows a balloon when a technician connects or leaves.',
  },
  {
    key: 'visibility.notifyOnConnect', group: 'visibility', title: 'Notify on connect', type: on, default: true, merge: 'strictest', strictness: onIsStricter,
    help: 'Tells the person at the device that a session has begun.',
  },
  {
    key: 'capability.control', group: 'capability', title: 'Keyboard and mouse', type: on, default: true, merge: 'strictest', strictness: offIsStricter,
    help: 'Off means that a technician may only watch.',
  },
  {
    key: 'capability.terminal', group: 'capability', title: 'Terminal', type: on, default: true, merge: 'strictest', strictness: offIsStricter,
    help: 'Allows a command line on the device.',
  },
  {
    key: 'capability.files', group: 'capability', title: 'File transfer', type: on, default: true, merge: 'strictest', strictness: offIsStricter,
    help: 'Allows browsing, uploading and downloading files.',
  },
  {
    key: 'capability.clipboard', group: 'capability', title: 'Clipboard', type: on, default: true, merge: 'strictest', strictness: offIsStricter,
    help: 'Allows copying between the technician and the device.',
  },
  {
    key: 'capability.blankScreen', group: 'capability', title: 'Blank the screen', type: on, default: false, merge: 'strictest', strictness: offIsStricter,
    help: 'Allows a technician to hide the screen from people near the device.',
  },
  {
    key: 'capability.recording', group: 'capability', title: 'Recording', type: on, default: false, merge: 'rank',
    help: 'Records sessions.',
  },
  {
    key: 'agent.autoUpdate', group: 'agent', title: 'Update the remote agent automatically', type: on, default: true, merge: 'rank',
    help: 'Keeps the remote agent at the version of its server.',
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

/** Why a value is not acceptable for a setting, or null when it is. */
export function refuseSettingValue(type: SettingType, value: unknown): string | null {
  switch (type.kind) {
    case 'boolean':
      return typeof value === 'boolean' ? null : 'must be true or false';
    case 'choice':
      return typeof value === 'string' && type.choices.includes(value) ? null : `must be one of ${type.choices.join(', ')}`;
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value) && value >= type.minimum && value <= type.maximum
        ? null
        : `must be a whole number from ${type.minimum} to ${type.maximum} ${type.unit}`;
    case 'text':
      return typeof value === 'string' && value.length <= type.maxLength ? null : `must be text of at most ${type.maxLength} characters`;
    case 'weekly-hours':
      return typeof value === 'string' && parseWeeklyHours(value) ? null : 'must be always, never, or hours of weekdays like "mon-fri 08:00-18:00; sat 09:00-12:00"';
  }
}

/** The one spelling of an acceptable value, so that equal values are equal text. */
export function canonicalValue(type: SettingType, value: SettingValue): SettingValue {
  if (type.kind !== 'weekly-hours') return value;
  const hours = parseWeeklyHours(String(value));
  return hours ? printWeeklyHours(hours) : value;
}
