import fc from 'fast-check';
import { EXPRESSIBLE_EMBEDDED } from '../../src/remote-access/providers/mesh-central/expressible-settings.js';
import { classesOfSites, classParameter } from '../../src/deployments/classes-of-sites.js';
import { effectivePoliciesOf } from '../../src/deployments/effective-policy-of.js';
import { WANTED } from '../../src/deployments/wanted-sql.js';
import type { Tx } from '../../src/platform/database/unit-of-work.js';
import { openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { FleetIds, writeFleet } from './policy-oracle/fleet-in-the-database.js';
import { type DeviceTold, type Fleet, whatEveryDeviceGets } from './policy-oracle/naive-oracle.js';
import { RANDOM_FLEET } from './policy-oracle/random-fleet.js';
import { inPlainWords } from './policy-oracle/through-the-resolver.js';

const FLEETS = Number(process.env['LATCHKEY_ORACLE_DATABASE_FLEETS'] ?? 150);
const SEED = Number(process.env['LATCHKEY_ORACLE_SEED'] ?? Date.now() % 0x7fffffff);
jest.setTimeout(180_000);

class RolledBack extends Error {}

describe('the whole way through the database, judged by the oracle', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await openTestDatabase();
  });

  afterAll(async () => {
    await database.close();
    process.stdout.write(`${FLEETS} random fleets through the database, seed ${SEED}\n`);
  });

  /** What the statements that plan and retarget say of every device; nothing of the fleet stays behind. */
  async function throughTheDatabase(fleet: Fleet): Promise<Record<string, DeviceTold>> {
    const ids = new FleetIds(fleet);
    let told: Record<string, DeviceTold> = {};
    await database.dataSource
      .transaction(async (tx) => {
        await writeFleet(tx, fleet, ids);
        told = ids.named(await tellEveryDevice(tx, fleet, ids));
        throw new RolledBack();
      })
      .catch((error: unknown) => {
        if (!(error instanceof RolledBack)) throw error;
      });
    return told;
  }

  async function tellEveryDevice(tx: Tx, fleet: Fleet, ids: FleetIds): Promise<Record<string, DeviceTold>> {
    const policies = await effectivePoliciesOf(tx, fleet.devices.map(({ id }) => ids.of(id)));
    const classes = await classesOfSites(tx, fleet.sites.map((site) => ids.of(site)), () => EXPRESSIBLE_EMBEDDED);
    const wanted: { device_id: string; present: boolean; excluded_by: string | null; pinned_by: string | null }[] = await tx.query(
      `${WANTED} SELECT device_id, present, excluded_by, pinned_by FROM wanted`,
      [classParameter(classes)],
    );
    return Object.fromEntries(
      wanted.map(({ device_id, present, excluded_by, pinned_by }) => {
        const standing = excluded_by ? 'excluded' : pinned_by ? 'pinned' : 'free';
        return [device_id, { ...inPlainWords(policies.get(device_id)!), standing, wanted: present }];
      }),
    );
  }

  it(`gives every device of ${FLEETS} random fleets its groups, overrides, locks, exclusions and pins as the oracle says`, async () => {
    await fc.assert(
      fc.asyncProperty(RANDOM_FLEET, async (fleet) => {
        const told = await throughTheDatabase(fleet);
        expect(told).toEqual(whatEveryDeviceGets(fleet));
      }),
      { numRuns: FLEETS, seed: SEED, interruptAfterTimeLimit: 90_000 },
    );
  });
});
