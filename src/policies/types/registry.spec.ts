import { join } from 'node:path';
import type { SettingDefinition } from '../../../contracts/policy-settings.js';
import { valuesOf } from '../effective-policy.js';
import type { PolicyType } from './policy-type.js';
import { refuseFaultyType } from './refuse-faulty-type.js';
import { policyType, policyTypes, typesBelow } from './registry.js';
import { resolvePolicyOfType } from './resolve-policy-of-type.js';

describe('the registry of policy types', () => {
  it('knows every folder beside it, and no other type', () => {
    expect(policyTypes().map(({ category, type }) => `${category}/${type}`)).toEqual(['devices/remote-access']);
    expect(policyType('devices', 'maintenance-notice')).toBeNull();
  });

  it('finds a second type as one more folder, with rules and conditions of its own', () => {
    const [notice, ...others] = typesBelow(join(__dirname, '../../../test/fixtures/policy-types'));
    expect(others).toEqual([]);
    const layer = (policyId: string, channels: string) => ({
      policyId, policyName: policyId, packageId: 'p', packageName: 'P', assignmentId: policyId, priority: 100, assignedAt: new Date(0), enabled: true,
      settings: { announce: true, 'notice.channels': channels }, deviceGroupId: null, deviceGroupName: null,
    });
    const values = valuesOf(resolvePolicyOfType(notice!, { layers: [layer('a', 'screen'), layer('b', 'mail,screen')], override: null, locks: {} }));
    expect(values).toMatchObject({ announce: true, 'notice.channels': 'mail,screen', 'notice.leadMinutes': 15 });
    const facts = { os: 'linux', osVersion: null, arch: 'x64', deviceType: 'server', tags: [], online: true, minuteOfWeek: 0 };
    expect(notice!.conditions(values, facts)).toContainEqual(expect.objectContaining({ type: 'Announced', status: 'true' }));
  });

  const sound: SettingDefinition = { key: 'a', group: 'g', title: 'A', help: 'Help.', type: { kind: 'boolean' }, default: false, merge: 'rank' };
  const typeWith = (...settings: Partial<SettingDefinition>[]): PolicyType => ({
    category: 'devices', categoryTitle: 'Devices', type: 'test', title: 'Test', help: '', groups: [{ key: 'g', title: 'G' }],
    settings: settings.map((setting) => ({ ...sound, ...setting })), conditions: () => [],
  });

  it('has nothing against a sound type', () => {
    expect(() => refuseFaultyType(typeWith({}))).not.toThrow();
  });

  it.each([
    { fault: 'two settings called a', settings: [{}, {}] },
    { fault: 'the group "h"', settings: [{ group: 'h' }] },
    { fault: 'merged by "guess"', settings: [{ merge: 'guess' }] },
    { fault: 'merged by "constructor"', settings: [{ merge: 'constructor' }] },
    { fault: 'without an order', settings: [{ merge: 'strictest' }] },
    { fault: 'without an order', settings: [{ merge: 'strictest', strictness: [true] as const }] },
    { fault: 'no rule asks for', settings: [{ strictness: [true, false] as const }] },
    { fault: 'no hours', settings: [{ merge: 'intersection' }] },
    { fault: 'whose default', settings: [{ default: 'off' }] },
    { fault: 'spelled', settings: [{ type: { kind: 'weekly-hours' }, default: 'mon-sun 00:00-24:00' } as const] },
  ])('ends the program at its start for $fault', ({ fault, settings }) => {
    expect(() => refuseFaultyType(typeWith(...settings))).toThrow(fault);
  });

  it('lets nobody redefine a built-in rule', () => {
    expect(() => refuseFaultyType({ ...typeWith({}), mergeRules: { rank: (a) => a } })).toThrow('built in');
  });
});
