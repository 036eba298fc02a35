import { groupsIn, mappingFor, provesSecondFactor } from './group-mapping.js';

const mapping = (group: string) => ({ group, role: 'technician', allowRemoteControl: false, scope: { all: true, clientIds: [], siteIds: [] } }) as const;

describe('R5 what an identity provider says of somebody', () => {
  it.each([
    [['pwd', 'otp'], true],
    [['pwd', 'mfa'], true],
    [['hwk'], true],
    ['face', true],
    [['pwd'], false],
    [['pin', 'kba', 'sms'], false],
    [[], false],
    [undefined, false],
    [{ mfa: true }, false],
    [[['mfa']], false],
    ['pwd mfa', false],
  ])('of how he signed in (amr %j) counts as a second factor: %s', (methods, counts) => {
    expect(provesSecondFactor(methods)).toBe(counts);
  });

  it('of his groups is a list, a text, or nothing', () => {
    expect([groupsIn(['a', 'b', 7, '']), groupsIn('a'), groupsIn(undefined), groupsIn({ a: 1 })]).toEqual([['a', 'b'], ['a'], [], []]);
  });

  it('gives what the first mapping of one of his groups says, and nothing without one', () => {
    const mappings = [mapping('admins'), mapping('help-desk'), mapping('staff')];
    expect(mappingFor(['staff', 'help-desk'], mappings)?.group).toBe('help-desk');
    expect(mappingFor(['Help-Desk', 'help'], mappings)).toBeNull();
  });
});
