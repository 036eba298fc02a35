import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BrowserSession } from '../support/browser-session.js';
import { isAlive, RunningInstallation, type Part } from '../support/running-installation.js';

const ADA = { email: 'ada@bluepeak.example', name: 'Ada Brandt', password: 'harbour-lantern-47-quiet' };
const onLinux = process.platform === 'linux' ? describe : describe.skip;

jest.setTimeout(90_000);

onLinux('an installation whose parts are killed', () => {
  let installation: RunningInstallation;
  let ada: BrowserSession;
  let clientId: string;
  /** Everything serves again, on the evidence of what depends on everything. */
  const isWhole = async (): Promise<boolean> => {
    const readiness = await installation.readiness();
    return readiness?.status === 200 && readiness.body['engine'] === 'reachable';
  };

  beforeAll(async () => {
    installation = await RunningInstallation.start();
    ada = new BrowserSession(installation.url);
    await ada.post('/setup', { ...ADA, claimCode: installation.claimCode });
    clientId = (await ada.post('/clients', { name: 'Blue Peak Dental' })).body.id;
    await installation.until('the engine is reachable', isWhole);
  });
  afterAll(() => installation?.discard());

  const parts: Part[] = ['web', 'core', 'engine', 'postgres'];
  it.each(parts)('brings %s back by itself, with nothing lost', async (part) => {
    // A part that is itself only just starting may well need a second try when another one goes.
    await sleep(2_500);
    const others = parts.filter((other) => other !== part).map((other) => [other, installation.pidOf(other)]);
    const killed = installation.kill(part);
    await installation.until(`${part} runs again`, () => ![undefined, killed].includes(installation.pidOf(part)), 10_000);
    await installation.until('everything serves again', isWhole, 15_000);
    expect((await ada.get(`/clients/${clientId}`)).body).toMatchObject({ name: 'Blue Peak Dental' });
    expect(parts.filter((other) => other !== part).map((other) => [other, installation.pidOf(other)])).toEqual(others);
  });

  it('survives the loss of its database again and again', async () => {
    for (let round = 0; round < 3; round++) {
      const killed = installation.kill('postgres');
      await installation.until('the database runs again', () => ![undefined, killed].includes(installation.pidOf('postgres')), 15_000);
      await installation.until('everything serves again', isWhole, 15_000);
      expect((await ada.post('/clients', { name: `Practice ${round}` })).status).toBe(201);
    }
  });

  it('lets no second launcher onto its data', async () => {
    const rival = new RunningInstallation(installation.dataDir);
    await expect(rival.start()).rejects.toThrow(`Another Latchkey (process ${installation.pid}) already runs`);
    expect(await isWhole()).toBe(true);
  });

  it('leaves nothing behind when the launcher itself is killed, and starts again within ten seconds', async () => {
    await installation.until('all four parts run', () => installation.children().length === parts.length);
    const children = installation.children();
    await installation.killLauncher();
    const startedInMs = await installation.start();
    expect(startedInMs).toBeLessThan(10_000);
    await installation.until('the children of the killed one are gone', () => !children.some(isAlive), 5_000);
    expect(installation.claimCode).toBeNull();
    ada = await new BrowserSession(installation.url).signIn(ADA.email, ADA.password);
    expect((await ada.get('/clients')).body.items.map(({ name }: { name: string }) => name)).toContain('Blue Peak Dental');
  });

  it('ends within ten seconds of SIGTERM, leaves nothing behind and starts again within ten', async () => {
    const children = installation.children();
    expect(await installation.terminate()).toBeLessThan(10_000);
    expect(children.filter(isAlive)).toEqual([]);
    expect(await installation.start()).toBeLessThan(10_000);
  });

  it.each([50, 400, 900, 1_600])('can be stopped %d ms into its start', async (afterMs) => {
    await installation.terminate();
    const launcher = installation.spawn();
    await sleep(afterMs);
    const children = installation.children();
    expect(await installation.terminate()).toBeLessThan(10_000);
    await installation.until('nothing is left', () => !children.some(isAlive), 2_000);
    // Before Node has read the program there is nobody to handle the signal, and nothing to stop.
    expect([0, null]).toContain(launcher.exitCode);
    expect([null, 'SIGTERM']).toContain(launcher.signalCode);
    expect(await installation.start()).toBeLessThan(10_000);
  });

  it('tells its secrets to nobody: neither arguments nor logs nor the environment of web hold what core alone may know', async () => {
    const textOf = (...path: string[]): string => readFileSync(join(installation.dataDir, ...path), 'utf8').trim();
    const sealing = textOf('secrets', 'sealing.key');
    const { loginCookieKey: engineKey } = JSON.parse(textOf('engine', 'keys.json')) as { loginCookieKey: string };
    const ownerPassword = textOf('secrets', 'postgres-owner.password');
    const corePassword = textOf('secrets', 'postgres-core.password');
    const secrets = [sealing, Buffer.from(sealing, 'base64url').toString('base64'), engineKey, corePassword, ownerPassword];
    const seenByAll = installation.children().map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
    const logs = readdirSync(join(installation.dataDir, 'logs')).map((name) => textOf('logs', name));
    const web = readFileSync(`/proc/${installation.pidOf('web')}/environ`, 'utf8');
    const engine = readFileSync(`/proc/${installation.pidOf('engine')}/environ`, 'utf8');
    const told = [...seenByAll, ...logs, web, engine].join('\n');
    expect(secrets.map((secret) => told.includes(secret))).toEqual(secrets.map(() => false));
    const core = readFileSync(`/proc/${installation.pidOf('core')}/environ`, 'utf8');
    expect(core).toContain(engineKey);
    expect(core).not.toContain(ownerPassword);
  });
});
