import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { EntityManager } from 'typeorm';
import { EVERYTHING, type Operator } from '../../src/accounts/index.js';
import type { DeviceQuery } from '../../src/console-api/devices/device.query.js';
import { listDevices } from '../../src/console-api/devices/read-devices.js';
import { readFacets } from '../../src/console-api/devices/read-facets.js';
import type { Tx } from '../../src/platform/database/unit-of-work.js';
import { writeCursor } from '../../src/platform/http/sort-order.js';
import type { FleetDatabase } from './fleet-databases.js';
import { type Contest, timed } from './side-by-side.js';

const OPERATOR: Operator = {
  id: randomUUID(), name: 'Bench', email: 'bench@localhost', role: 'super-admin', allowRemoteControl: true, scope: EVERYTHING, disabled: false,
  sessionId: '', stage: 'complete', provenBy: null,
};
const PAGE = 50;

/** The list as the console reads it; the floor sends the very same statements through node-postgres and does nothing with the rows. */
export const DEVICE_LIST_CONTESTS: readonly Contest[] = [
  ofList('P9', 'first page of 50, by name', () => ({})),
  ofList('P9d', 'a page in the middle of the fleet', async ({ source, size }) => {
    const [row]: { name: string; id: string }[] = await source.query('SELECT name, id FROM device ORDER BY name, id OFFSET $1 LIMIT 1', [Math.floor(size / 2)]);
    return { cursor: writeCursor('name', [row!.name, row!.id]) };
  }),
  ofList('P9s', 'by last seen', () => ({ sort: '-lastSeenAt' })),
  ofList('P9f', 'what is offline', () => ({ q: 'is:offline' })),
  contest('P10f', 'counts of the quick filters', () => (tx) => readFacets(tx, EVERYTHING, {})),
];

function ofList(goal: string, what: string, query: (database: FleetDatabase) => Partial<DeviceQuery> | Promise<Partial<DeviceQuery>>): Contest {
  return contest(goal, what, async (database) => {
    const asked: DeviceQuery = { limit: PAGE, sort: 'name', ...(await query(database)) };
    return (tx) => listDevices(tx, OPERATOR, asked);
  });
}

function contest(goal: string, what: string, workOf: (database: FleetDatabase) => ((tx: Tx) => Promise<unknown>) | Promise<(tx: Tx) => Promise<unknown>>): Contest {
  return {
    goal,
    what,
    async prepare(database) {
      const { manager } = database.source;
      const work = await workOf(database);
      const statements = await sentBy(manager, work);
      const client = await bareClient(database);
      return {
        floor: () => timed(async () => {
          for (const { sql, values } of statements) await client.query(sql, values);
        }),
        product: () => timed(() => work(manager)),
      };
    },
  };
}

interface Statement {
  readonly sql: string;
  readonly values: unknown[];
}

/** What some work asks of the database, word for word. */
async function sentBy(manager: EntityManager, work: (tx: Tx) => Promise<unknown>): Promise<Statement[]> {
  const sent: Statement[] = [];
  const recording = new Proxy(manager, {
    get: (target, key, receiver) =>
      key === 'query'
        ? (sql: string, values: unknown[] = []) => {
            sent.push({ sql, values });
            return target.query(sql, values);
          }
        : (Reflect.get(target, key, receiver) as unknown),
  });
  await work(recording);
  return sent;
}

async function bareClient({ source }: FleetDatabase): Promise<Client> {
  const client = new Client({ connectionString: (source.options as { url?: string }).url });
  // The server is stopped under it when all is measured.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
