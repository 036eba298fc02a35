import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { EVERYTHING } from '../../src/accounts/index.js';
import { summariseDeployments } from '../../src/console-api/deployments/summarise-deployments.js';
import { classesOfSites, classParameter } from '../../src/deployments/classes-of-sites.js';
import { planChange } from '../../src/deployments/plan/plan-change.js';
import { retargetDirtySites } from '../../src/deployments/index.js';
import { WANTED } from '../../src/deployments/wanted-sql.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { reconcilePass } from '../../src/reconciler/reconcile-pass.js';
import type { FleetDatabase } from './fleet-databases.js';
import { DEVICES_PER_SITE, EXPRESSIBLE } from './seed-fleet.js';
import { type Contest, timed } from './side-by-side.js';

const ALIKE = 20;

/** Every contest, in the order of the table. */
export const CONTESTS: readonly Contest[] = [
  planning('P3', 'plan of a 1,000-device site', 'plainSite'),
  planning('P3w', 'the same with 1,000 classes', 'unlikeSite'),
  {
    goal: 'P1',
    what: 'assignment until its 1,000 deployments are durable',
    async prepare({ source, fleet }) {
      const unit = new UnitOfWork(source);
      await keepWanted(source.manager, fleet, 'plainSite');
      const undo = async (): Promise<void> => {
        await source.query('DELETE FROM deployment WHERE site_id = $1', [fleet.plainSite]);
        await source.query('DELETE FROM assignment WHERE site_id = $1', [fleet.plainSite]);
        await source.query('DELETE FROM dirty_site');
        await source.query('DELETE FROM stale_tally');
      };
      const cleanly = async (work: () => Promise<unknown>): Promise<number> => {
        await undo();
        const took = await timed(work);
        const [{ n }]: [{ n: number }] = await source.query('SELECT count(*)::int AS n FROM deployment WHERE site_id = $1', [fleet.plainSite]);
        await undo();
        if (n !== DEVICES_PER_SITE && n !== DEVICES_PER_SITE / 10) throw new Error(`${n} deployments were begun`);
        return took;
      };
      return {
        floor: () => cleanly(() => source.transaction(async (tx) => {
          await assign(tx, fleet);
          await tx.query(BARE_INSERT, [fleet.plainSite, fleet.instanceId]);
        })),
        product: () => cleanly(async () => {
          await unit.run((tx) => assign(tx, fleet));
          await retargetDirtySites(unit, EXPRESSIBLE);
        }),
        others: {
          // A tenth of the site: a loop takes as long again for each of the others.
          rowAtATime: async () => 10 * (await cleanly(async () => {
            const devices: { id: string }[] = await source.query('SELECT id FROM device WHERE site_id = $1 LIMIT $2', [fleet.plainSite, DEVICES_PER_SITE / 10]);
            for (const { id } of devices) {
              await source.query(`${BARE_DEPLOYMENT} AND d.id = $3`, [fleet.plainSite, fleet.instanceId, id]);
              await source.query('INSERT INTO deployment_evidence (deployment_id) SELECT id FROM deployment WHERE device_id = $1', [id]);
            }
          })),
        },
      };
    },
  },
  {
    goal: 'P2',
    what: 'a pass in which nothing is due',
    async prepare({ source }) {
      const unit = new UnitOfWork(source);
      await source.query('DELETE FROM dirty_site');
      return {
        floor: () => often(() => source.query('SELECT 1 FROM dirty_site ORDER BY marked_at LIMIT 1')),
        product: () => often(() => reconcilePass(unit, () => null)),
      };
    },
  },
  {
    goal: 'P10',
    what: 'counts by phase, cause, client and site',
    async prepare({ source }) {
      return {
        floor: () => often(() => source.query('SELECT * FROM installation')),
        product: () => timed(() => summariseDeployments(source.manager, EVERYTHING)),
      };
    },
  },
];

/** Planned inside a transaction that has made the assignment; the floor is told membership and hashes and only compares. */
function planning(goal: string, what: string, site: 'plainSite' | 'unlikeSite'): Contest {
  return {
    goal,
    what,
    async prepare({ source, fleet }) {
      const target = fleet[site];
      await keepWanted(source.manager, fleet, site);
      const planned = (work: (tx: EntityManager) => Promise<{ readonly length: number }>): Promise<number> =>
        rolledBack(source.manager, async (tx) => {
          await assign(tx, fleet, target);
          let moves = 0;
          const took = await timed(async () => void (moves = (await work(tx)).length));
          if (moves !== DEVICES_PER_SITE) throw new Error(`${moves} moves were planned`);
          return took;
        });
      return {
        floor: () => planned((tx) => tx.query(BARE_DIFFERENCE, [target, fleet.instanceId])),
        product: () => planned(async (tx) => (await planChange(tx, [target], EXPRESSIBLE)).moves),
      };
    },
  };
}

async function assign(tx: EntityManager, { packageId, plainSite }: FleetDatabase['fleet'], site = plainSite): Promise<void> {
  await tx.query('INSERT INTO assignment (id, package_id, site_id) VALUES ($1, $2, $3)', [randomUUID(), packageId, site]);
}

/** What the floor is told: for each device of the site the hashes of its class. */
async function keepWanted(db: EntityManager, fleet: FleetDatabase['fleet'], site: 'plainSite' | 'unlikeSite'): Promise<void> {
  const target = fleet[site];
  await db.query('CREATE TABLE IF NOT EXISTS bench_wanted (device_id uuid PRIMARY KEY, settings_hash text NOT NULL, effective text NOT NULL)');
  await db.query('DELETE FROM bench_wanted w USING device d WHERE d.id = w.device_id AND d.site_id = $1', [target]);
  await db.transaction(async (tx) => {
    await assign(tx, fleet, target);
    const classes = await classesOfSites(tx, [target], EXPRESSIBLE);
    await tx.query(`INSERT INTO bench_wanted ${WANTED} SELECT device_id, settings_hash, effective FROM wanted`, [classParameter(classes)]);
    for (const [hash, settings] of new Map(classes.map((each) => [each.effectiveHash, each.settings]))) {
      await tx.query('INSERT INTO effective_settings (hash, settings) VALUES ($1, $2) ON CONFLICT DO NOTHING', [hash, JSON.stringify(settings)]);
    }
    await tx.query('DELETE FROM assignment WHERE site_id = $1', [target]);
    await tx.query('DELETE FROM dirty_site');
  });
  await db.query('ANALYZE bench_wanted');
}

async function rolledBack<T>(db: EntityManager, work: (tx: EntityManager) => Promise<T>): Promise<T> {
  const runner = db.connection.createQueryRunner();
  try {
    await runner.startTransaction();
    return await work(runner.manager);
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
}

/** What is over in less than the clock's noise is done many times. */
async function often(work: () => Promise<unknown>): Promise<number> {
  return (await timed(async () => {
    for (let each = 0; each < ALIKE; each++) await work();
  })) / ALIKE;
}

const BARE_DIFFERENCE = `
  SELECT d.id, d.site_id, CASE WHEN p.id IS NULL OR p.desired = 'absent' THEN 'install' ELSE 'update' END AS action, w.settings_hash, false AS blocked
    FROM device d JOIN bench_wanted w ON w.device_id = d.id
    LEFT JOIN deployment p ON p.device_id = d.id AND p.provider_instance_id = $2
   WHERE d.site_id = $1 AND d.retired_at IS NULL AND (p.id IS NULL OR p.desired = 'absent' OR p.settings_hash <> w.settings_hash)`;

const BARE_DEPLOYMENT = `
  INSERT INTO deployment (id, device_id, provider_instance_id, site_id, desired, generation, settings_hash, incarnation, released_settings, newest_settings)
  SELECT gen_random_uuid(), d.id, $2, d.site_id, 'present', 1, w.settings_hash, d.incarnation, w.effective, w.effective
    FROM device d JOIN bench_wanted w ON w.device_id = d.id WHERE d.site_id = $1`;

const BARE_INSERT = `WITH begun AS (${BARE_DEPLOYMENT} RETURNING id) INSERT INTO deployment_evidence (deployment_id) SELECT id FROM begun`;
