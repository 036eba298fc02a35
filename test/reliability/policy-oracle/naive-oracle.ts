/**
 * Says what every device of a fleet must get, in the slowest and plainest way: straight from the product's rules, candidate by
 * candidate. It imports nothing, so that it can share neither code nor mistakes with the resolver that it judges.
 */

type Value = boolean | number | string;
type Said = { [key: string]: Value };

/** A whole fleet as plain JSON; times are ISO texts. */
export interface Fleet {
  now: string;
  sites: string[];
  groups: string[];
  devices: { id: string; site: string; groups: string[] }[];
  policies: { id: string; enabled: boolean; settings: Said }[];
  packages: { id: string; entries: { policy: string; group: string | null }[] }[];
  assignments: { id: string; package: string; site: string; priority: number; at: string }[];
  overrides: { device: string; settings: Said; mayLoosen: boolean; reason: string; author: string; expires: string | null }[];
  locks: Said;
  /** Exclusions and pins; `target` is a site, a group or a device. */
  apart: { id: string; kind: 'exclude' | 'pin'; target: string; at: string; expires: string | null; ended: boolean }[];
}

/** One value of one device. `by` names whom it is from; hours are told as the half hours of the week that they allow. */
export interface Told {
  value: Value;
  source: string;
  by: string;
  stricter: boolean;
  shadowed: string[];
}

export interface DeviceTold {
  settings: { [key: string]: Told };
  /** `key` → everybody who is in conflict over it, sorted. */
  conflicts: { [key: string]: string[] };
  standing: 'free' | 'excluded' | 'pinned';
  wanted: boolean;
}

/** `first` takes the first in rank; a list takes the strictest, strictest first; `hours` what all allow. */
type Rule = 'first' | 'least' | 'hours' | Value[];
const SETTINGS: { [key: string]: [Value, Rule] } = {
  enabled: [false, 'first'],
  'consent.mode': ['if-user-present', ['always', 'if-user-present', 'never']],
  'consent.timeoutSeconds': [60, 'least'],
  'consent.onTimeout': ['deny', ['deny', 'allow']],
  'consent.userMayRequire': [true, [true, false]],
  'visibility.trayIcon': [false, 'first'],
  'visibility.banner': [true, [true, false]],
  'visibility.balloon': [false, 'first'],
  'visibility.notifyOnConnect': [true, [true, false]],
  'capability.control': [true, [false, true]],
  'capability.terminal': [true, [false, true]],
  'capability.files': [true, [false, true]],
  'capability.clipboard': [true, [false, true]],
  'capability.blankScreen': [false, [false, true]],
  'capability.recording': [false, 'first'],
  'session.joinReason': ['off', ['required', 'optional', 'off']],
  'session.joinReasonPattern': ['', 'first'],
  'session.idleMinutes': [30, 'least'],
  'session.maxMinutes': [480, 'least'],
  'session.lockOnEnd': [false, [true, false]],
  'session.concurrency': ['ask', 'first'],
  'session.allowedHours': ['always', 'hours'],
  'session.approval': ['none', ['second-person', 'none']],
  'agent.autoUpdate': [true, 'first'],
  'agent.version': ['', 'first'],
  'agent.selfHeal': [true, 'first'],
  'removal.onUnassign': ['remove', 'first'],
  'removal.graceHours': [0, 'first'],
};

/** What somebody wants for one setting. */
interface Wish {
  source: 'policy' | 'override' | 'lock';
  by: string;
  value: Value;
  priority: number;
  narrowed: boolean;
  at: string;
  policy: string;
  assignment: string;
  group: string;
}

export function whatEveryDeviceGets(fleet: Fleet): { [device: string]: DeviceTold } {
  const told: { [device: string]: DeviceTold } = {};
  for (const device of fleet.devices) told[device.id] = whatOneDeviceGets(fleet, device);
  return told;
}

function whatOneDeviceGets(fleet: Fleet, device: Fleet['devices'][number]): DeviceTold {
  const settings: DeviceTold['settings'] = {};
  const conflicts: DeviceTold['conflicts'] = {};
  for (const key of Object.keys(SETTINGS)) {
    const wishes = wishesOfPolicies(fleet, device, key);
    const override = fleet.overrides.find((each) => each.device === device.id && !isOver(each.expires, fleet.now) && each.settings[key] !== undefined);
    const own = override ? [plainWish('override', `${override.author}: ${override.reason}`, meaning(key, override.settings[key]!))] : [];
    const lock = fleet.locks[key] === undefined ? null : plainWish('lock', 'lock', meaning(key, fleet.locks[key]));
    settings[key] = judge(key, wishes, own, override?.mayLoosen === true, lock);
    if (SETTINGS[key]![1] === 'first' && own.length === 0 && !lock) {
      const best = firstOf(wishes);
      const equals = wishes.filter((wish) => best && wish.priority === best.priority && wish.narrowed === best.narrowed);
      if (equals.some((wish) => wish.value !== best!.value)) conflicts[key] = equals.map(inWords).sort();
    }
  }
  const standing = whereItStands(fleet, device);
  return { settings, conflicts, standing, wanted: standing !== 'excluded' && settings['enabled']!.value === true };
}

/** Every path by which a policy that says something about the setting reaches the device. */
function wishesOfPolicies(fleet: Fleet, device: Fleet['devices'][number], key: string): Wish[] {
  const wishes: Wish[] = [];
  for (const assignment of fleet.assignments) {
    if (assignment.site !== device.site) continue;
    for (const entry of fleet.packages.find((each) => each.id === assignment.package)!.entries) {
      const policy = fleet.policies.find((each) => each.id === entry.policy)!;
      const value = policy.settings[key];
      if (!policy.enabled || value === undefined || (entry.group !== null && !device.groups.includes(entry.group))) continue;
      wishes.push({
        source: 'policy', by: [assignment.id, assignment.package, policy.id, entry.group ?? 'all devices'].join(' > '), value: meaning(key, value),
        priority: assignment.priority, narrowed: entry.group !== null, at: assignment.at, policy: policy.id, assignment: assignment.id, group: entry.group ?? '',
      });
    }
  }
  return wishes;
}

function plainWish(source: Wish['source'], by: string, value: Value): Wish {
  return { source, by, value, priority: 0, narrowed: false, at: '', policy: '', assignment: '', group: '' };
}

function judge(key: string, policies: Wish[], own: Wish[], loosens: boolean, lock: Wish | null): Told {
  const [usual, rule] = SETTINGS[key]!;
  const everybody = [...own, ...policies];
  const first = own[0] ?? firstOf(policies);
  let winner: Wish | null = first;
  let value = first?.value;
  let stricter = false;
  if (first && rule !== 'first' && !(own.length > 0 && loosens)) {
    value = everybody.map((wish) => wish.value).reduce((a, b) => both(rule, a, b));
    const agreeing = everybody.filter((wish) => wish.value === value);
    winner = agreeing.includes(own[0]!) ? own[0]! : (firstOf(agreeing) ?? first);
    stricter = value !== first.value;
  }
  if (lock) {
    const locked: Value = rule === 'first' || value === undefined ? lock.value : both(rule, value, lock.value);
    if (locked === lock.value) [winner, stricter] = [lock, false];
    else if (locked !== value) [winner, stricter] = [lock, true];
    value = locked;
  }
  if (!winner) return { value: meaning(key, usual), source: 'default', by: '', stricter: false, shadowed: [] };
  const others = [...everybody, ...(lock ? [lock] : [])].filter((wish) => wish !== winner);
  return { value: value!, source: winner.source, by: winner.by, stricter, shadowed: others.map(inWords).sort() };
}

/** The one that nobody else goes before. */
function firstOf(wishes: Wish[]): Wish | null {
  return wishes.find((wish) => wishes.every((other) => other === wish || goesBefore(wish, other))) ?? null;
}

function goesBefore(a: Wish, b: Wish): boolean {
  if (a.priority !== b.priority) return a.priority > b.priority;
  if (a.narrowed !== b.narrowed) return a.narrowed;
  if (a.at !== b.at) return a.at < b.at;
  if (a.policy !== b.policy) return a.policy < b.policy;
  if (a.assignment !== b.assignment) return a.assignment < b.assignment;
  return a.group < b.group;
}

function both(rule: Rule, a: Value, b: Value): Value {
  if (rule === 'hours') return String(a).replace(/./g, (bit, index: number) => (bit === '1' && String(b)[index] === '1' ? '1' : '0'));
  if (rule === 'least') return Number(a) < Number(b) ? a : b;
  return (rule as Value[]).find((value) => value === a || value === b)!;
}

function inWords(wish: Wish): string {
  return `${wish.source} ${wish.by} = ${String(wish.value)}`;
}

/** An exclusion before a pin, whatever its target. */
function whereItStands(fleet: Fleet, device: Fleet['devices'][number]): DeviceTold['standing'] {
  const kinds = fleet.apart
    .filter(({ target, expires, ended }) => !ended && !isOver(expires, fleet.now) && [device.id, device.site, ...device.groups].includes(target))
    .map(({ kind }) => kind);
  return kinds.includes('exclude') ? 'excluded' : kinds.includes('pin') ? 'pinned' : 'free';
}

function isOver(expires: string | null, now: string): boolean {
  return expires !== null && expires <= now;
}

function meaning(key: string, value: Value): Value {
  return SETTINGS[key]![1] === 'hours' ? halfHours(String(value)) : value;
}

const known: { [text: string]: string } = {};

/** One digit for every half hour of the week. */
export function halfHours(text: string): string {
  return (known[text] ??= readHalfHours(text));
}

function readHalfHours(text: string): string {
  const week = Array.from({ length: 336 }, () => (text === 'always' ? '1' : '0'));
  if (text === 'always' || text === 'never') return week.join('');
  const names = 'montuewedthufrisatsun';
  for (const part of text.split(';')) {
    const [days, ...ranges] = part.trim().split(/[ ,]+/);
    const [first, last] = days!.split('-').map((name) => names.indexOf(name) / 3);
    for (let day = first!; day <= (last ?? first!); day++) {
      for (const range of ranges) {
        const [from, to] = range.split('-').map((time) => Number(time.slice(0, 2)) * 2 + Number(time.slice(3)) / 30);
        for (let slot = from!; slot < (to! > from! ? to! : to! + 48); slot++) week[(day * 48 + slot) % 336] = '1';
      }
    }
  }
  return week.join('');
}
