import fc from 'fast-check';
import type { Fleet } from './naive-oracle.js';

/** Few values and few times, so that candidates agree, disagree and tie all the time. */
const SETTINGS = fc.record(
  {
    enabled: fc.boolean(),
    'visibility.trayIcon': fc.boolean(),
    'removal.graceHours': fc.constantFrom(0, 24),
    'session.joinReasonPattern': fc.constantFrom('', 'INC-\\d+'),
    'consent.mode': fc.constantFrom('never', 'if-user-present', 'always'),
    'consent.timeoutSeconds': fc.constantFrom(30, 60, 300),
    'capability.files': fc.boolean(),
    'session.lockOnEnd': fc.boolean(),
    'session.joinReason': fc.constantFrom('off', 'optional', 'required'),
    'session.allowedHours': fc.constantFrom('always', 'never', 'mon-fri 08:00-18:00', 'mon-sun 12:00-20:00', 'fri 18:00-22:00', 'sat-sun 22:00-06:00; mon 08:00-12:00, 14:00-15:30'),
  },
  { requiredKeys: [] },
);

const NOW = '2026-06-01T12:00:00.000Z';
const TIMES = ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z', '2026-03-05T10:00:00.000Z'];
const LATER = '2026-06-30T00:00:00.000Z';
const ENDS = fc.constantFrom(null, '2026-05-31T00:00:00.000Z', NOW, LATER);
const SITES = ['s0', 's1', 's2'];
const GROUPS = ['g0', 'g1', 'g2'];
const DEVICES = ['d0', 'd1', 'd2', 'd3'];
const POLICIES = ['p0', 'p1', 'p2', 'p3', 'p4'];
const PACKAGES = ['k0', 'k1', 'k2', 'k3'];

const some = <T>(ids: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...ids]);
const oneOf = <T>(ids: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...ids);
const groupOrAll = fc.option(oneOf(GROUPS), { nil: null, freq: 2 });

/** Any fleet that the product would accept: names are unique, entries and assignments point at what exists. */
export const RANDOM_FLEET: fc.Arbitrary<Fleet> = fc.record({
  now: fc.constant(NOW),
  sites: fc.constant(SITES),
  groups: fc.constant(GROUPS),
  devices: fc.tuple(...DEVICES.map((id) => fc.record({ id: fc.constant(id), site: oneOf(SITES.slice(0, 2)), groups: some(GROUPS) }))),
  policies: fc.tuple(...POLICIES.map((id) => fc.record({ id: fc.constant(id), enabled: fc.nat(4).map((n) => n > 0), settings: SETTINGS }))),
  packages: fc.tuple(
    ...PACKAGES.map((id) =>
      fc.record({
        id: fc.constant(id),
        entries: fc.uniqueArray(fc.record({ policy: oneOf(POLICIES), group: groupOrAll }), { maxLength: 3, selector: ({ policy, group }) => `${policy} ${group}` }),
      }),
    ),
  ),
  assignments: fc
    .uniqueArray(fc.record({ package: oneOf(PACKAGES), site: oneOf(SITES), priority: fc.constantFrom(50, 100, 100, 200), at: oneOf(TIMES), n: fc.nat(99) }), {
      maxLength: 7,
      selector: (each) => `${each.package} ${each.site}`,
    })
    .map((all) => all.map(({ n, ...each }) => ({ id: `a${n}-${each.package}-${each.site}`, ...each }))),
  overrides: fc
    .uniqueArray(
      fc.record({ device: oneOf(DEVICES), settings: SETTINGS, mayLoosen: fc.boolean(), reason: fc.constantFrom('audit', 'trial'), author: fc.constant('Dana'), expires: ENDS }),
      { maxLength: 2, selector: ({ device }) => device },
    )
    // What may loosen always has an end.
    .map((all) => all.map((each) => (each.mayLoosen ? { ...each, expires: each.expires ?? LATER } : each))),
  locks: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: SETTINGS }),
  apart: fc
    .array(fc.record({ kind: oneOf(['exclude', 'pin'] as const), target: oneOf([...SITES, ...GROUPS, ...DEVICES]), at: oneOf(TIMES), expires: ENDS, ended: fc.nat(4).map((n) => n === 0) }), { maxLength: 3 })
    .map((all) => all.map((each, index) => ({ id: `x${index}`, ...each }))),
});

/** A package that reaches no device: assigned where none is, or narrowed to a group in which none is. */
export const UNRELATED = fc.record({ settings: SETTINGS, elsewhere: fc.boolean(), priority: fc.constantFrom(50, 100, 900), at: oneOf(TIMES) });

export function withUnrelated(fleet: Fleet, { settings, elsewhere, priority, at }: typeof UNRELATED extends fc.Arbitrary<infer T> ? T : never): Fleet {
  return {
    ...fleet,
    policies: [{ id: 'a stranger', enabled: true, settings }, ...fleet.policies],
    packages: [...fleet.packages, { id: 'elsewhere', entries: [{ policy: 'a stranger', group: elsewhere ? null : 'nobody' }] }],
    assignments: [{ id: '0', package: 'elsewhere', site: elsewhere ? 's2' : 's0', priority, at }, ...fleet.assignments],
  };
}
