import { ARCHITECTURES, DEVICE_TYPES, OPERATING_SYSTEMS } from '../agent-protocol/vocabulary.js';
import { PHASES } from '../error-catalogue/phases.js';

/** How the values of a key are read. */
export type KeyKind =
  /** Part of a text, or all of it with `=` or `*`. */
  | 'text'
  /** A whole text, or a pattern with `*`. */
  | 'label'
  /** One of a closed list. */
  | 'choice'
  /** One of a closed list, or part of a text that says it more closely. */
  | 'choice-or-text'
  | 'version'
  | 'age';

export interface Suggestion {
  readonly value: string;
  readonly help?: string;
}

export interface KeyDefinition {
  readonly key: string;
  readonly kind: KeyKind;
  readonly help: string;
  /** Whether a device group may depend on it: only facts that inventory and placement keep. */
  readonly inGroups: boolean;
  /** The closed list of a choice, and examples for the other kinds. */
  readonly suggestions: readonly Suggestion[];
}

/** Words for several phases at once; every phase by itself is known besides. */
export const STATUS_WORDS: Readonly<Record<string, readonly string[]>> = {
  ready: ['READY', 'READY_OFFLINE'],
  failed: ['FAILED', 'REMOVAL_FAILED'],
  offline: ['READY_OFFLINE', 'WAITING_FOR_DEVICE', 'REMOVAL_WAITING'],
  pending: [
    'SCHEDULED',
    'QUEUED',
    'WAITING_FOR_DEVICE',
    'DISPATCHED',
    'DOWNLOADING',
    'INSTALLING',
    'REGISTERING',
    'CONFIGURING',
    'VERIFYING',
    'RETRY_WAIT',
    'UPDATING',
    'REPAIRING',
    'REBOOT_PENDING',
    'REMOVAL_SCHEDULED',
    'REMOVAL_WAITING',
    'REMOVING',
  ],
};

const STATUSES: readonly Suggestion[] = [
  { value: 'ready', help: 'Ready, connected or not' },
  { value: 'failed', help: 'Failed to install or to remove' },
  { value: 'offline', help: 'Waiting for the device' },
  { value: 'pending', help: 'On the way' },
  ...PHASES.map(({ code, label }) => ({ value: code.toLowerCase().replaceAll('_', '-'), help: label })).filter(
    ({ value }) => !(value in STATUS_WORDS),
  ),
];

/** How a device can be at the moment. */
export const STATES = [
  { value: 'online', help: 'Connected' },
  { value: 'offline', help: 'Not connected' },
  { value: 'in-session', help: 'Somebody is in it' },
  { value: 'new', help: 'Enrolled within seven days' },
  { value: 'ungrouped', help: 'In no device group' },
  { value: 'flagged', help: 'Its identity has to be settled' },
  { value: 'quarantined', help: 'Set apart: two had its identity, or nobody has approved it yet' },
] as const satisfies readonly Suggestion[];

const values = (list: readonly string[]): readonly Suggestion[] => list.map((value) => ({ value }));

/** Every key there is, in the order in which they are offered. */
export const FILTER_KEYS = [
  {
    key: 'os',
    kind: 'choice-or-text',
    inGroups: true,
    help: 'Operating system, or part of its name',
    suggestions: values(['windows', 'macos', 'linux', '"Windows 11"', 'Ubuntu']),
  },
  {
    key: 'version',
    kind: 'version',
    inGroups: true,
    help: 'Version of the operating system',
    suggestions: values(['>=10.0.22000', '<12', '24.04']),
  },
  { key: 'type', kind: 'choice', inGroups: true, help: 'Kind of computer', suggestions: values(DEVICE_TYPES) },
  { key: 'arch', kind: 'choice', inGroups: true, help: 'Processor architecture', suggestions: values(ARCHITECTURES) },
  {
    key: 'tag',
    kind: 'label',
    inGroups: true,
    help: 'A tag that operators gave it',
    suggestions: [{ value: '*', help: 'Any tag' }],
  },
  { key: 'name', kind: 'text', inGroups: true, help: 'Display name or host name', suggestions: values(['SRV-*']) },
  { key: 'client', kind: 'text', inGroups: true, help: 'Name of the client', suggestions: [] },
  { key: 'site', kind: 'text', inGroups: true, help: 'Name of the site', suggestions: [] },
  { key: 'status', kind: 'choice', inGroups: false, help: 'Where its remote access stands', suggestions: STATUSES },
  {
    key: 'code',
    kind: 'label',
    inGroups: false,
    help: 'Error code of the status catalogue',
    suggestions: values(['RA-NET-*']),
  },
  { key: 'user', kind: 'text', inGroups: false, help: 'Who was signed in last', suggestions: [] },
  {
    key: 'is',
    kind: 'choice',
    inGroups: false,
    help: 'How it is now',
    suggestions: STATES,
  },
  {
    key: 'seen',
    kind: 'age',
    inGroups: false,
    help: 'How long ago it was last seen',
    suggestions: [
      { value: '<1h', help: 'Within the last hour' },
      { value: '>30d', help: 'Not for 30 days' },
    ],
  },
  { key: 'in', kind: 'label', inGroups: false, help: 'Name of a device group it belongs to', suggestions: [] },
] as const satisfies readonly KeyDefinition[];

export type FilterKey = (typeof FILTER_KEYS)[number]['key'];
/** The keys that a device group may depend on. */
export type GroupKey = Extract<(typeof FILTER_KEYS)[number], { readonly inGroups: true }>['key'];

const byName: ReadonlyMap<string, KeyDefinition & { readonly key: FilterKey }> = new Map(
  FILTER_KEYS.map((definition) => [definition.key, definition]),
);

/** The key of this name, in any case; undefined where there is none. */
export function filterKey(name: string): (KeyDefinition & { readonly key: FilterKey }) | undefined {
  return byName.get(name.toLowerCase());
}

/** What a closed list holds; the systems are one, although other text may be said for them. */
export function choicesOf({ key, kind, suggestions }: KeyDefinition): readonly string[] {
  if (key === 'os') return OPERATING_SYSTEMS;
  return kind === 'choice' ? suggestions.map(({ value }) => value) : [];
}
