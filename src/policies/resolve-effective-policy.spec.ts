import fc from 'fast-check';
import { REMOTE_ACCESS_SETTINGS, type SettingValue } from '../../contracts/policy-settings.js';
import { type OverrideLayer, type PolicyInput, type PolicyLayer, valuesOf } from './effective-policy.js';
import { resolveEffectivePolicy } from './resolve-effective-policy.js';

const resolve = (...layers: PolicyLayer[]) => resolveEffectivePolicy(REMOTE_ACCESS_SETTINGS, { layers, override: null, locks: {} });

const resolveWith = (input: Partial<PolicyInput>) => resolveEffectivePolicy(REMOTE_ACCESS_SETTINGS, { layers: [], override: null, locks: {}, ...input });

function override(settings: Record<string, SettingValue>, facts: Partial<OverrideLayer> = {}): OverrideLayer {
  return { settings, mayLoosen: false, reason: 'audit', authorName: 'Dana', expiresAt: null, ...facts };
}

function layer(name: string, settings: Record<string, SettingValue>, facts: Partial<PolicyLayer> = {}): PolicyLayer {
  return {
    policyId: name, policyName: name, packageId: `package of ${name}`, packageName: 'Package', assignmentId: `assignment of ${name}`,
    priority: 100, assignedAt: new Date('2026-01-01T00:00:00Z'), enabled: true, settings,
    deviceGroupId: null, deviceGroupName: null, ...facts,
  };
}

describe('the effective policy of a device', () => {
  it('is every product default where no policy reaches it', () => {
    const { settings, conflicts } = resolve();
    expect(settings['enabled']).toEqual({ value: false, source: 'default', shadowed: [] });
    expect(settings['consent.mode']?.value).toBe('if-user-present');
    expect(conflicts).toEqual([]);
  });

  it('takes the value of the assignment with the higher priority and shows what it shadows', () => {
    const { settings } = resolve(layer('low', { 'visibility.trayIcon': false }), layer('high', { 'visibility.trayIcon': true }, { priority: 200 }));
    expect(settings['visibility.trayIcon']).toMatchObject({ value: true, policyId: 'high', shadowed: [{ policyId: 'low', value: false }] });
  });

  it('takes the strictest security setting whatever the priority, and says so', () => {
    const { settings } = resolve(layer('loose', { 'consent.mode': 'never' }, { priority: 900 }), layer('strict', { 'consent.mode': 'always' }));
    expect(settings['consent.mode']).toMatchObject({ value: 'always', policyId: 'strict', mergedStricter: true });
  });

  it('does not let the default make a configured security setting stricter', () => {
    expect(resolve(layer('open', { 'consent.mode': 'never' })).settings['consent.mode']?.value).toBe('never');
  });

  it('lets the oldest assignment hold in a conflict and warns with RA-POL-01 and both paths', () => {
    const { settings, conflicts } = resolve(
      layer('newer', { enabled: false }, { assignedAt: new Date('2026-02-01T00:00:00Z') }),
      layer('older', { enabled: true }),
    );
    expect(settings['enabled']?.value).toBe(true);
    expect(conflicts).toMatchObject([{ code: 'RA-POL-01', key: 'enabled', candidates: [{ policyId: 'older' }, { policyId: 'newer' }] }]);
  });

  it('hears nothing from a disabled policy', () => {
    expect(resolve(layer('off', { enabled: true }, { enabled: false })).settings['enabled']?.source).toBe('default');
  });

  it('prefers an entry narrowed to a device group within equal priority, and only there', () => {
    const group = { deviceGroupId: 'tills', deviceGroupName: 'Tills' };
    const narrowed = layer('narrowed', { 'visibility.trayIcon': true }, { ...group, assignedAt: new Date('2026-05-01T00:00:00Z') });
    const { settings, conflicts } = resolve(layer('wide', { 'visibility.trayIcon': false }), narrowed);
    expect(settings['visibility.trayIcon']).toMatchObject({ value: true, deviceGroupId: 'tills', deviceGroupName: 'Tills', shadowed: [{ policyId: 'wide' }] });
    expect(conflicts).toEqual([]);
    expect(resolve(layer('high', { 'visibility.trayIcon': false }, { priority: 200 }), narrowed).settings['visibility.trayIcon']?.policyId).toBe('high');
  });

  it('takes an override before every policy, with its reason, author and end', () => {
    const { settings } = resolveWith({ layers: [layer('policy', { 'visibility.trayIcon': false }, { priority: 900 })], override: override({ 'visibility.trayIcon': true }) });
    expect(settings['visibility.trayIcon']).toMatchObject({ value: true, source: 'override', reason: 'audit', authorName: 'Dana', expiresAt: null, shadowed: [{ source: 'policy', policyId: 'policy' }] });
  });

  it.each([
    { mayLoosen: false, value: 'always', source: 'policy' },
    { mayLoosen: true, value: 'never', source: 'override' },
  ])('lets an override loosen what protects somebody: $mayLoosen', ({ mayLoosen, value, source }) => {
    const { settings } = resolveWith({ layers: [layer('strict', { 'consent.mode': 'always' })], override: override({ 'consent.mode': 'never' }, { mayLoosen }) });
    expect(settings['consent.mode']).toMatchObject({ value, source });
  });

  it('applies locks last: by rank the lock, of merged settings the stricter of both', () => {
    const locks = { 'visibility.trayIcon': false, 'consent.mode': 'if-user-present', 'capability.files': false };
    const { settings, conflicts } = resolveWith({
      layers: [layer('a', { 'visibility.trayIcon': true, 'consent.mode': 'always' }), layer('b', { 'visibility.trayIcon': false })],
      override: override({ 'capability.files': true }, { mayLoosen: true }),
      locks,
    });
    expect(settings['visibility.trayIcon']).toMatchObject({ value: false, source: 'lock' });
    expect(settings['consent.mode']).toMatchObject({ value: 'always', source: 'policy', shadowed: [{ source: 'lock', value: 'if-user-present' }] });
    expect(settings['capability.files']).toMatchObject({ value: false, source: 'lock', shadowed: [{ source: 'override', value: true }] });
    expect(conflicts).toEqual([]);
  });

  it('lets a lock hold where nobody configures anything: the default never takes part', () => {
    expect(resolveWith({ locks: { 'consent.mode': 'never' } }).settings['consent.mode']).toEqual({ value: 'never', source: 'lock', shadowed: [] });
  });

  it.each([
    { hours: ['mon-fri 08:00-18:00', 'mon-sat 12:00-20:00'], value: 'mon-fri 12:00-18:00', mergedStricter: true },
    { hours: ['always', 'mon 08:00-09:00'], value: 'mon 08:00-09:00', mergedStricter: true },
    { hours: ['mon 08:00-09:00', 'MON 08:00-09:00'], value: 'mon 08:00-09:00', mergedStricter: undefined },
    { hours: ['mon 08:00-09:00', 'tue 08:00-09:00'], value: 'never', mergedStricter: true },
  ])('allows only hours that $hours all allow', ({ hours, value, mergedStricter }) => {
    const { settings } = resolve(...hours.map((text, index) => layer(`policy ${index}`, { 'session.allowedHours': text })));
    expect(settings['session.allowedHours']).toMatchObject({ value });
    expect(settings['session.allowedHours']?.mergedStricter).toBe(mergedStricter);
  });

  it('never depends on the order in which anything was saved', () => {
    const value = fc.record({ enabled: fc.boolean(), 'consent.mode': fc.constantFrom('never', 'if-user-present', 'always'), 'agent.selfHeal': fc.boolean() }, { requiredKeys: [] });
    const layers = fc.uniqueArray(
      fc.record({ id: fc.integer({ min: 0, max: 999 }), settings: value, priority: fc.constantFrom(50, 100), day: fc.integer({ min: 1, max: 3 }) }),
      { selector: (each) => each.id, maxLength: 6 },
    );
    fc.assert(
      fc.property(layers, (facts) => {
        const built = facts.map(({ id, settings, priority, day }) => layer(`policy ${id}`, settings as Record<string, SettingValue>, { priority, assignedAt: new Date(Date.UTC(2026, 0, day)) }));
        expect(valuesOf(resolve(...built))).toEqual(valuesOf(resolve(...built.toReversed())));
      }),
      { numRuns: 300 },
    );
  });
});
