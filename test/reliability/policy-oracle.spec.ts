import { isDeepStrictEqual } from 'node:util';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { resolveEffectivePolicy } from '../../src/policies/resolve-effective-policy.js';
import { MUTANTS, mutantResolver } from './policy-oracle/mutant-resolvers.js';
import { type Fleet, whatEveryDeviceGets } from './policy-oracle/naive-oracle.js';
import { RANDOM_FLEET, UNRELATED, withUnrelated } from './policy-oracle/random-fleet.js';
import { type Resolved, type Resolver, throughTheResolver } from './policy-oracle/through-the-resolver.js';

const FLEETS = Number(process.env['LATCHKEY_ORACLE_FLEETS'] ?? 10_000);
const SEED = Number(process.env['LATCHKEY_ORACLE_SEED'] ?? Date.now() % 0x7fffffff);
jest.setTimeout(300_000);

function expected(fleet: Fleet): Record<string, Resolved> {
  return Object.fromEntries(Object.entries(whatEveryDeviceGets(fleet)).map(([id, { settings, conflicts }]) => [id, { settings, conflicts }]));
}

const agrees = (resolve: Resolver) => (fleet: Fleet) => isDeepStrictEqual(throughTheResolver(resolve, fleet), expected(fleet));

describe('the resolver, judged by an oracle that shares nothing with it', () => {
  const took: string[] = [];

  afterAll(() => {
    process.stdout.write(`${FLEETS} random fleets, seed ${SEED} (again with LATCHKEY_ORACLE_SEED=${SEED})\nplanted bugs, and the fleets until each was caught:\n${took.join('\n')}\n`);
  });

  it('has an oracle that imports nothing', () => {
    expect(readFileSync(join(__dirname, 'policy-oracle/naive-oracle.ts'), 'utf8')).not.toMatch(/^\s*(import|export .* from)\b|\b(require|import)\(/m);
  });

  it(`says of every device of ${FLEETS} random fleets what the oracle says, whatever was saved first and whatever is assigned elsewhere`, () => {
    fc.assert(
      fc.property(RANDOM_FLEET, UNRELATED, fc.infiniteStream(fc.nat()), (fleet, unrelated, chance) => {
        const resolved = throughTheResolver(resolveEffectivePolicy, fleet);
        same('values, provenance and conflicts', resolved, expected(fleet));
        same('the order of saving', throughTheResolver(resolveEffectivePolicy, savedInAnotherOrder(fleet, chance)), resolved);
        same('a package that does not reach the device', throughTheResolver(resolveEffectivePolicy, withUnrelated(fleet, unrelated)), resolved);
      }),
      { numRuns: FLEETS, seed: SEED },
    );
  });

  it.each(MUTANTS)('catches a resolver that $bug', (mutant) => {
    const { resolve, remove } = mutantResolver(mutant);
    try {
      const { failed, numRuns } = fc.check(fc.property(RANDOM_FLEET, agrees(resolve)), { numRuns: FLEETS, seed: SEED, endOnFailure: true });
      took.push(`  ${String(numRuns).padStart(5)}  ${mutant.bug}`);
      expect({ bug: mutant.bug, failed }).toEqual({ bug: mutant.bug, failed: true });
    } finally {
      remove();
    }
  });

  it('has nothing against the resolver as a mutant without a mutation', () => {
    const { resolve, remove } = mutantResolver({ bug: 'has none' });
    try {
      fc.assert(fc.property(RANDOM_FLEET, agrees(resolve)), { numRuns: 200, seed: SEED });
    } finally {
      remove();
    }
  });
});

/** Compares fast, and explains only what differs. */
function same(what: string, answer: unknown, wanted: unknown): void {
  if (!isDeepStrictEqual(answer, wanted)) expect({ what, answer }).toEqual({ what, answer: wanted });
}

function savedInAnotherOrder(fleet: Fleet, chance: Iterator<number>): Fleet {
  const packages = shuffled(fleet.packages, chance).map((each) => ({ ...each, entries: shuffled(each.entries, chance) }));
  return { ...fleet, packages, policies: shuffled(fleet.policies, chance), assignments: shuffled(fleet.assignments, chance) };
}

function shuffled<T>(items: readonly T[], chance: Iterator<number>): T[] {
  return items.map((item) => ({ item, at: Number(chance.next().value) })).sort((a, b) => a.at - b.at).map(({ item }) => item);
}
