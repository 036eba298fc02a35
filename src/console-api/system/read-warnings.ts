import { catalogueEntry } from '../../../contracts/error-catalogue.js';
import { readCorePresence } from '../../platform/core-presence.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { StandingWarning } from '../../platform/http/index.js';
import { providerKind } from '../../remote-access/index.js';

/** What every page has to say: engines with known holes (R41), and that nobody plans or speaks to providers. */
export async function readWarnings(tx: Tx): Promise<StandingWarning[]> {
  return [...(await enginesBelowFloor(tx)), ...(await coreIsAway(tx))];
}

/** Without the version itself: this is shown to everybody who may sign in. */
async function enginesBelowFloor(tx: Tx): Promise<StandingWarning[]> {
  const instances: { name: string; kind: string; floorVersion: string | null }[] = await tx.query('SELECT name, kind, floor_version AS "floorVersion" FROM provider_instance WHERE below_floor ORDER BY name, id');
  return instances.map(({ name, kind, floorVersion }) =>
    warning('RA-INS-10', `${name} is older than ${floorVersion ?? providerKind(kind)?.floorVersion ?? 'the oldest safe version'} and has holes that attackers use. A Super Admin has to upgrade it.`),
  );
}

async function coreIsAway(tx: Tx): Promise<StandingWarning[]> {
  const { alive, lastSeenAt } = await readCorePresence(tx);
  if (alive > 0) return [];
  const since = lastSeenAt ? ` since ${lastSeenAt.toISOString()}` : '';
  return [warning('RA-SYS-02', `The process that deploys and opens devices has not been heard of${since}: what is shown may be of that time, and nothing can be opened.`)];
}

function warning(code: string, detail: string): StandingWarning {
  return { code, title: catalogueEntry(code)?.title ?? code, detail };
}
