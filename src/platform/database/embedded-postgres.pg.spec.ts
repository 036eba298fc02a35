import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { OWNER_LOGIN } from './embedded-postgres-cluster.js';
import { isLivingPostgres, readPostmasterRecord } from './embedded-postgres-pidfile.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';

const PASSWORD = 'the owner of a test cluster';

describe('the embedded PostgreSQL', () => {
  let dataDir: string;
  const running: EmbeddedPostgres[] = [];
  const start = async (ownerPassword = PASSWORD): Promise<EmbeddedPostgres> => {
    const postgres = await startEmbeddedPostgres({ dataDir, ownerPassword, sharedBuffers: '16MB' });
    running.push(postgres);
    return postgres;
  };
  const ask = async (postgres: EmbeddedPostgres, statement: string, password = PASSWORD): Promise<unknown[]> => {
    const client = new Client({ connectionString: postgres.urlFor(OWNER_LOGIN, password, 'postgres') });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(statement)).rows as unknown[];
    } finally {
      await client.end();
    }
  };

  beforeEach(() => void (dataDir = mkdtempSync(join(tmpdir(), 'latchkey-embedded-'))));
  afterEach(async () => {
    for (const postgres of running.splice(0).reverse()) await postgres.stop({ politeMs: 2_000, hardMs: 1_000 });
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('keeps its rows over a stop and a start, and its place while it runs', async () => {
    const first = await start();
    await ask(first, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    expect(await first.ended).toBe('PostgreSQL ended with code 0');
    expect(await ask(await start(), 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('listens on a private socket only, and asks for the password there', async () => {
    const postgres = await start();
    expect(await ask(postgres, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '' }]);
    expect(statSync(postgres.socketFolder).mode & 0o777).toBe(0o700);
    await expect(ask(postgres, 'SELECT 1', 'guessed')).rejects.toMatchObject({ code: '28P01' });
  });

  it('recovers from kill -9 at the same address', async () => {
    const killed = await start();
    await ask(killed, 'CREATE TABLE kept AS SELECT 42 AS answer');
    process.kill(killed.pid, 'SIGKILL');
    expect(await killed.ended).toBe('PostgreSQL was ended by SIGKILL');
    const again = await start();
    expect(again).toMatchObject({ adopted: false, socketFolder: killed.socketFolder });
    expect(await ask(again, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('starts although a stranger now has the number of its killed predecessor', async () => {
    const killed = await start();
    process.kill(killed.pid, 'SIGKILL');
    await killed.ended;
    const pidFile = join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
    writeFileSync(pidFile, readFileSync(pidFile, 'utf8').replace(/^\d+/, String(process.pid)));
    expect(await ask(await start(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('joins a server that already serves its folder, and leaves it running', async () => {
    const first = await start();
    const second = await start();
    expect(second).toMatchObject({ adopted: true, pid: first.pid });
    await second.stop();
    expect(await ask(first, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('says so when the server in its folder has another owner password', async () => {
    await start();
    await expect(start('another')).rejects.toThrow(/with another owner password/);
  });

  it('refuses a database of another major version and leaves it as it is', async () => {
    await (await start()).stop();
    const versionFile = join(dataDir, 'postgres', 'cluster', 'PG_VERSION');
    writeFileSync(versionFile, '14\n');
    await expect(start()).rejects.toThrow(/was made by PostgreSQL 14, the programs in .* are version \d+/);
    expect(readFileSync(versionFile, 'utf8')).toBe('14\n');
  });

  it('clears away what an interrupted first start left', async () => {
    mkdirSync(join(dataDir, 'postgres', 'unfinished-1', 'base'), { recursive: true });
    expect(await ask(await start(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(() => statSync(join(dataDir, 'postgres', 'unfinished-1'))).toThrow(/ENOENT/);
  });

  it('goes down by itself when the process that started it is killed', async () => {
    const script = `
      require(${JSON.stringify(resolve('test/support/typescript-require.cjs'))});
      require(${JSON.stringify(resolve('src/platform/database/embedded-postgres.ts'))})
        .startEmbeddedPostgres(${JSON.stringify({ dataDir, ownerPassword: PASSWORD, sharedBuffers: '16MB' })})
        .then(() => { console.log('serving'); setInterval(() => {}, 1000); });`;
    const starter = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((serving) => starter.stdout.once('data', serving));
    const { pid } = readPostmasterRecord(join(dataDir, 'postgres', 'cluster'))!;
    expect(isLivingPostgres(pid)).toBe(true);
    starter.kill('SIGKILL');
    for (let waitedMs = 0; isLivingPostgres(pid) && waitedMs < 5_000; waitedMs += 50) await sleep(50);
    expect(isLivingPostgres(pid)).toBe(false);
    expect(await start()).toMatchObject({ adopted: false });
  });
});
