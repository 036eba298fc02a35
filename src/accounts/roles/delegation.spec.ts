import fc from 'fast-check';
import { type Authority, contains } from './delegation.js';
import { type Right, rightsOf, type Role, ROLES } from './rights.js';

const ids = fc.uniqueArray(fc.constantFrom('north', 'south', 'east'), { maxLength: 3 });
const scope = fc.record({ all: fc.boolean(), clientIds: ids, siteIds: ids });
const authority: fc.Arbitrary<Authority> = fc.record({ role: fc.constantFrom(...ROLES), scope });

/** Everything somebody can do, spelled out: each right at each place. */
function powers({ role, scope: { all, clientIds, siteIds } }: Authority): Set<string> {
  const everywhere = all || role === 'primary-super-admin' || role === 'super-admin';
  const places = everywhere
    ? ['everywhere', ...['north', 'south', 'east'].flatMap((id) => [`client ${id}`, `site ${id}`])]
    : [...clientIds.map((id) => `client ${id}`), ...siteIds.map((id) => `site ${id}`)];
  return new Set([...rightsOf(role)].flatMap((right) => [right, ...places.map((place) => `${right} at ${place}`)]));
}

describe('R13 monotone delegation', () => {
  it('lets nobody grant a right, or a place, that he does not hold', () => {
    fc.assert(
      fc.property(authority, authority, (own, other) => {
        if (!contains(own, other)) return true;
        const held = powers(own);
        return [...powers(other)].every((power) => held.has(power));
      }),
      { numRuns: 5_000 },
    );
  });

  it('holds for every pair of the whole lattice: each role with every scope over two clients and two sites', () => {
    const subsets = (ids: readonly string[]): string[][] => ids.reduce<string[][]>((found, id) => [...found, ...found.map((some) => [...some, id])], [[]]);
    const scopes = [
      { all: true, clientIds: [], siteIds: [] },
      ...subsets(['north', 'south']).flatMap((clientIds) => subsets(['north', 'east']).map((siteIds) => ({ all: false, clientIds, siteIds }))),
    ];
    const lattice = ROLES.flatMap((role) => scopes.map((scope): Authority => ({ role, scope })));
    const held = new Map(lattice.map((each) => [each, powers(each)]));
    const wrong = lattice.flatMap((own) =>
      lattice.filter((other) => contains(own, other) && ![...held.get(other)!].every((power) => held.get(own)!.has(power))),
    );
    expect(lattice).toHaveLength(7 * 17);
    expect(wrong).toEqual([]);
    // And it is not simply closed to everybody.
    expect(lattice.filter((other) => contains(lattice[0]!, other))).toHaveLength(lattice.length);
  });

  it('is a partial order: everybody contains himself, and containment passes on', () => {
    fc.assert(
      fc.property(
        authority,
        authority,
        authority,
        (a, b, c) => contains(a, a) && (!contains(a, b) || !contains(b, c) || contains(a, c)),
      ),
      { numRuns: 5_000 },
    );
  });

  it('keeps the ownership of the installation out of everybody else’s reach', () => {
    const everything = { all: true, clientIds: [], siteIds: [] };
    const owners = ROLES.filter((role) =>
      contains({ role, scope: everything }, { role: 'primary-super-admin', scope: everything }),
    );
    expect(owners).toEqual(['primary-super-admin']);
  });
});

describe('the table of roles', () => {
  const who = (right: Right): Role[] => ROLES.filter((role) => rightsOf(role).has(right));

  it('lets everybody but the auditor open devices', () => {
    expect(who('devices.launch')).toEqual(ROLES.filter((role) => role !== 'auditor'));
  });

  it('lets only Super Admins manage users', () => {
    expect(who('users.manage')).toEqual(['primary-super-admin', 'super-admin']);
  });

  it('keeps policies from office staff', () => {
    expect(who('policies.read')).not.toContain('office-staff');
    expect(who('policies.change')).toEqual(['primary-super-admin', 'super-admin', 'manager']);
  });
});
