import { retargetDirtySites } from '../../src/deployments/index.js';
import type { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { expressibleBy } from '../../src/remote-access/index.js';

/** What core does first of all: retargets until no site is dirty, with the real providers' abilities. */
export async function retargetAll(unit: UnitOfWork): Promise<void> {
  while ((await retargetDirtySites(unit, expressibleBy)) !== null);
}
