import type { DataSource } from 'typeorm';
import { recordReport } from '../../src/deployment-status/index.js';
import { openDataSource } from '../../src/platform/database/data-source.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { endLapsedLaunches } from '../../src/remote-access/index.js';
import { ReconciledFleet } from '../support/reconciled-fleet.js';
import { DATABASE_FAULTS, Saboteur } from '../support/saboteur.js';
import { openTestDatabase, type TestDatabase } from '../support/test-database.js';

const CORE = 'latchkey core';
const FAULTS = [DATABASE_FAULTS.cut, DATABASE_FAULTS.unforeseen];
const MOST_CALLS = 80;

/** An act of core that has everything it needs; it may be tried again and again. */
interface Scene {
  act(): Promise<unknown>;
}
type Arrange = (database: TestDatabase, core: UnitOfWork) => Promise<Scene>;

const ACTS: Readonly<Record<string, Arrange>> = {
  async 'a device reports what it did'(database, core) {
    const fleet = await ReconciledFleet.of(database, 1);
    await fleet.fleet.assign();
    await fleet.settle();
    const deviceId = fleet.fleet.deviceIds[0]!;
    const { id, generation } = (await fleet.orderOf(deviceId))!;
    return { act: () => core.run((tx) => recordReport(tx, deviceId, { type: 'report', instructionId: id, generation, outcome: 'failed', detail: 'no room', evidence: null })) };
  },
  async 'a session ends whose technician is not signed in any more'(database, core) {
    const fleet = await ReconciledFleet.of(database, 1);
    await fleet.everythingReady();
    await fleet.openSession(fleet.fleet.deviceIds[0]!);
    return { act: () => endLapsedLaunches(core) };
  },
};

/** Every row of every table, in one number each. */
async function everything(source: DataSource): Promise<Record<string, string>> {
  const tables: { name: string }[] = await source.query(`SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`);
  const parts = tables.map(({ name }) => `SELECT '${name}' AS name, count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS digest FROM ${name} t`);
  const rows: { name: string; digest: string }[] = await source.query(parts.join(' UNION ALL '));
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}

/** Ids and moments differ from one scene to the next, how many rows there are does not. */
const sizes = (of: Record<string, string>) => Object.fromEntries(Object.entries(of).map(([name, digest]) => [name, digest.split(' ')[0]]));

describe('R44 when the database fails under core', () => {
  const saboteur = new Saboteur(CORE, /^ROLLBACK$/);
  beforeAll(() => saboteur.install());
  afterAll(() => saboteur.uninstall());

  async function inScene<T>(arrange: Arrange, work: (scene: Scene, state: () => Promise<Record<string, string>>) => Promise<T>): Promise<T> {
    const database = await openTestDatabase();
    const source = await openDataSource({ url: database.coreUrl, applicationName: CORE, poolSize: 3 });
    try {
      return await work(await arrange(database, new UnitOfWork(source)), () => everything(database.dataSource));
    } finally {
      await source.destroy();
      await database.close();
    }
  }

  it.each(Object.entries(ACTS))('at any of its statements while %s, nothing is half done and core goes on', async (_, arrange) => {
    const whole = await inScene(arrange, async ({ act }, state) => {
      const before = await state();
      const calls = await saboteur.callsOf(act, 1);
      const after = await state();
      expect(after).not.toEqual(before);
      return { calls, after: sizes(after) };
    });
    expect(whole.calls).toBeLessThan(MOST_CALLS);
    const atCommits = new Map<number, Record<string, string | undefined>>();
    for (let at = 1; at <= whole.calls; at++) {
      const fault = FAULTS[at % FAULTS.length]!;
      await inScene(arrange, async ({ act }, state) => {
        const before = await state();
        await expect(saboteur.failing(at, fault, act)).rejects.toThrow();
        expect(saboteur.reached(at)).toBe(true);
        const left = await state();
        const commits = saboteur.committedBefore;
        if (commits === 0) expect(left).toEqual(before);
        // What is there depends on what was committed, not on where in the next transaction the fault came.
        if (!atCommits.has(commits)) atCommits.set(commits, sizes(left));
        expect({ at, left: sizes(left) }).toEqual({ at, left: atCommits.get(commits) });
        await act();
        expect({ at, after: sizes(await state()) }).toEqual({ at, after: whole.after });
      });
    }
  }, 240_000);
});
