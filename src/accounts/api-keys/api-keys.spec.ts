import fc from 'fast-check';
import { scopeWithin } from '../roles/delegation.js';
import { holds, type Operator } from '../roles/operator.js';
import { RIGHTS, rightsOf, ROLES } from '../roles/rights.js';
import type { Scope } from '../roles/scope.js';
import { narrowed, RIGHTS_OF_KEYS } from './api-keys.js';

const ids = ['a', 'b', 'c'];
const scope: fc.Arbitrary<Scope> = fc.record({ all: fc.boolean(), clientIds: fc.subarray(ids), siteIds: fc.subarray(ids) });

describe('R13 what an API key is given', () => {
  it('is never more than its owner holds at that moment, whatever either was when it was made', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ROLES), scope, scope, fc.subarray([...RIGHTS_OF_KEYS]), (role, own, asked, rights) => {
        const owner = { role, scope: own };
        const acting = { role, scope: narrowed(own, asked), apiKey: { id: 'k', rights: new Set(rights) } } as unknown as Operator;
        const held = RIGHTS.filter((right) => holds(acting, right));
        return scopeWithin(owner, acting.scope) && held.every((right) => rightsOf(role).has(right) && rights.includes(right));
      }),
      { numRuns: 5_000 },
    );
  });

  it('contains nothing by which a key could make itself, or anybody, more than it is', () => {
    expect(RIGHTS_OF_KEYS).toEqual(expect.not.arrayContaining(['ownership.transfer', 'users.manage', 'security.manage', 'notifications.manage']));
  });
});
