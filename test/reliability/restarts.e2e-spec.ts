import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BrowserSession } from '../support/browser-session.js';
import { eventually } from '../support/eventually.js';
import { allProcesses, type SeenProcess } from '../support/processes.js';
import { RunningInstallation, SERVER_PARTS, type ServerPart } from '../support/running-installation.js';

const ADA = { email: 'ada@bluepeak.example', name: 'Ada Brandt', password: 'harbour-lantern-47-quiet' };
/** It has said that it is alive once more after its first word. */
const CORE_PAST_ITS_START = `SELECT id FROM core_process WHERE seen_at > started_at AND seen_at > now() - interval '6 seconds'`;
const onLinux = process.platform === 'linux' ? describe : describe.skip;

/** Seven seconds on a quiet machine of two processors; others have work beside it. */
const STARTED_WITHIN_MS = 15_000;
/** An engine that hears nothing while it is only just coming up is ended by its successor after five seconds of patience. */
const GONE_WITHIN_MS = 12_000;

jest.setTimeout(90_000);

onLinux('an installation whose parts are killed', () => {
  const installation = new RunningInstallation();
  let ada: BrowserSession;
  let clientId: string;
  const living = (pids: readonly number[]): SeenProcess[] => allProcesses().filter(({ pid }) => pids.includes(pid));
  const isWhole = (): Promise<boolean> => installation.isWhole();
  const until = (statement: string, holds: () => boolean | Promise<boolean>, withinMs = 20_000): Promise<boolean> =>
    eventually(statement, holds, { withinMs, everyMs: 25, lastSeen: () => installation.lastWords });
  const untilGone = (pids: readonly number[]): Promise<boolean> =>
    eventually('the children are gone', () => living(pids).length === 0, { withinMs: GONE_WITHIN_MS, everyMs: 25, lastSeen: () => living(pids) });

  beforeAll(async () => {
    await installation.start();
    ada = new BrowserSession(installation.url);
    await ada.post('/setup', { ...ADA, claimCode: installation.claimCode });
    clientId = (await ada.post('/clients', { name: 'Blue Peak Dental' })).body.id;
    await until('everything serves', isWhole);
    await until('core says that it is alive', async () => (await ada.get('/readyz')).body.core === 'alive');
  }, 240_000);
  afterAll(() => installation.stop());

  it.each(SERVER_PARTS)('brings %s back by itself, with nothing lost and the others untouched', async (part) => {
    // A part that is itself only just starting may well need a second try when another one goes.
    await sleep(2_500);
    await until('core is past its start', async () => (await installation.rows(CORE_PAST_ITS_START)).length > 0);
    const others = () => SERVER_PARTS.filter((other) => other !== part).map((other) => [other, installation.pidOf(other)]);
    const before = others();
    const killed = installation.kill(part);
    await until(`${part} runs again`, () => ![undefined, killed].includes(installation.pidOf(part)), 10_000);
    await until('everything serves again', isWhole, 15_000);
    expect((await ada.get(`/clients/${clientId}`)).body).toMatchObject({ name: 'Blue Peak Dental' });
    expect(others()).toEqual(before);
  });

  it('brings core and web back with their engine, also when they start while it is down', async () => {
    installation.kill('MeshCentral');
    await until('the launcher knows that MeshCentral is gone', () => installation.lastWords.includes('MeshCentral ended with SIGKILL'));
    for (const part of ['core', 'web'] as const) installation.kill(part);
    const [{ at }] = await installation.rows<{ at: string }>('SELECT now()::text AS at') as [{ at: string }];
    await until('all parts run', () => SERVER_PARTS.every((part) => installation.pidOf(part) !== undefined));
    await until('core reads the engine again', async () => (await installation.rows(`SELECT 1 FROM provider_instance WHERE health = 'reachable' AND checked_at > '${at}'`)).length > 0);
    await until('everything serves again', isWhole);
  });

  it('survives the loss of its database again and again, and takes writes each time', async () => {
    for (let round = 1; round <= 3; round++) {
      const killed = installation.kill('PostgreSQL');
      await until('the database runs again', () => ![undefined, killed].includes(installation.pidOf('PostgreSQL')), 15_000);
      await until('everything serves again', isWhole, 15_000);
      expect((await ada.post('/clients', { name: `Practice ${round}` })).status).toBe(201);
    }
    await until('all parts run', () => installation.children().length === SERVER_PARTS.length);
  });

  it('lets no second launcher onto its data', async () => {
    await expect(new RunningInstallation(installation.dataDir).start()).rejects.toThrow(`Another Latchkey (process ${installation.pid}) already runs`);
    expect(await isWhole()).toBe(true);
  });

  it('leaves nothing behind when the launcher itself is killed, and starts again within fifteen seconds', async () => {
    const orphans = installation.children();
    expect(orphans).toHaveLength(SERVER_PARTS.length);
    await installation.killLauncher();
    expect(await installation.start()).toBeLessThan(STARTED_WITHIN_MS);
    await untilGone(orphans);
    expect(installation.claimCode).toBeNull();
    ada = await new BrowserSession(installation.url).signIn(ADA.email, ADA.password);
    expect((await ada.get(`/clients/${clientId}`)).body).toMatchObject({ name: 'Blue Peak Dental' });
  });

  it('ends within ten seconds of SIGTERM, leaves nothing behind and starts again within fifteen', async () => {
    const children = installation.children();
    expect(await installation.terminate()).toBeLessThan(10_000);
    expect(living(children)).toEqual([]);
    expect(readdirSync(installation.dataDir)).not.toContain('launcher.lock');
    expect(await installation.start()).toBeLessThan(STARTED_WITHIN_MS);
  });

  it.each(SERVER_PARTS)('can be stopped in the middle of its start, as soon as %s runs', async (part) => {
    await installation.terminate();
    await installation.spawn();
    await until(`${part} runs`, () => installation.pidOf(part) !== undefined);
    const children = installation.children();
    expect(await installation.terminate()).toBeLessThan(10_000);
    expect(installation.exitCode).toBe(0);
    // An engine that was only just coming up hears nothing yet; it goes when it finds its pipe closed.
    await untilGone(children);
    await installation.start();
    expect(await isWhole()).toBe(true);
  });

  it('R20 tells web, and whoever can look at arguments and logs, nothing that core alone may know', () => {
    const textOf = (...path: string[]): string => readFileSync(join(installation.dataDir, ...path), 'utf8').trim();
    const environmentOf = (part: ServerPart): string => readFileSync(`/proc/${installation.pidOf(part)}/environ`, 'utf8');
    const sealing = textOf('secrets', 'sealing.key');
    const { loginCookieKey } = JSON.parse(textOf('engine', 'keys.json')) as { loginCookieKey: string };
    const ownerPassword = textOf('secrets', 'postgres-owner.password');
    const secrets = [sealing, Buffer.from(sealing, 'base64url').toString('base64'), loginCookieKey, ownerPassword, textOf('secrets', 'postgres-core.password')];
    const told = [
      environmentOf('web'),
      environmentOf('MeshCentral'),
      ...installation.children().map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8')),
      ...readdirSync(join(installation.dataDir, 'logs')).map((name) => textOf('logs', name)),
    ].join('\n');
    expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
    expect(environmentOf('core')).toContain(loginCookieKey);
    expect(environmentOf('core')).not.toContain(ownerPassword);
  });
});
