import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { EVERYTHING, type Operator } from '../src/accounts/index.js';
import { retargetDirtySites } from '../src/deployments/index.js';
import { AssignPackage } from '../src/packages/assignments/assign-package.js';
import { UnitOfWork } from '../src/platform/database/unit-of-work.js';
import { randomIds } from '../src/platform/ids.js';
import { giveUp, holdContests } from './policy/hold-contests.js';
import { EXPRESSIBLE } from './policy/seed-fleet.js';
import { type Contest, timed } from './policy/side-by-side.js';

const APPEND = 'INSERT INTO audit_entry ';

/** The same transactions, only that nothing is written into the audit log. */
class UnauditedWork extends UnitOfWork {
  override run<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return super.run((tx) =>
      work(
        new Proxy(tx, {
          get: (target, name, receiver) =>
            name === 'query'
              ? (sql: string, values?: unknown[]) => (sql.startsWith(APPEND) ? Promise.resolve([]) : target.query(sql, values))
              : (Reflect.get(target, name, receiver) as unknown),
        }),
      ),
    );
  }
}

/** P16: what the audit log adds to assigning a package to a site, until its 1,000 deployments are durable. */
const AUDIT: Contest = {
  goal: 'P16',
  what: 'assignment of a 1,000-device site with its audit, against the same without',
  async prepare({ source, fleet }) {
    const dana: Operator = {
      id: randomUUID(), name: 'Bench', email: 'bench@latchkey.example', role: 'super-admin', allowRemoteControl: true, scope: EVERYTHING, disabled: false,
      sessionId: '', stage: 'complete', provenBy: null,
    };
    const assigned = async (unit: UnitOfWork, entries: number): Promise<number> => {
      await undo(source, fleet.plainSite);
      const before = await audited(source);
      const took = await timed(async () => {
        await new AssignPackage(unit, randomIds).run(dana, { packageId: fleet.packageId, siteIds: [fleet.plainSite] });
        await retargetDirtySites(unit, EXPRESSIBLE);
      });
      const written = (await audited(source)) - before;
      if (entries === 0 ? written !== 0 : written < entries) throw new Error(`${written} entries were written`);
      await undo(source, fleet.plainSite);
      return took;
    };
    const [without, withAudit] = [new UnauditedWork(source), new UnitOfWork(source)];
    return { floor: () => assigned(without, 0), product: () => assigned(withAudit, 1) };
  },
};

async function undo(source: DataSource, siteId: string): Promise<void> {
  await source.query('DELETE FROM deployment WHERE site_id = $1', [siteId]);
  await source.query('DELETE FROM assignment WHERE site_id = $1', [siteId]);
  await source.query('DELETE FROM dirty_site');
  await source.query('DELETE FROM stale_tally');
}

async function audited(source: DataSource): Promise<number> {
  const [{ n }]: [{ n: number }] = await source.query('SELECT count(*)::int AS n FROM audit_entry');
  return n;
}

holdContests('audit', [AUDIT], { sizes: '10k', repeats: '15' }).catch(giveUp);
