import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ApiClient } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { allProcesses, descendantsOf, killHard, type SeenProcess } from '../support/processes.js';
import { RunningInstallation } from '../support/running-installation.js';

jest.setTimeout(120_000);

const PASSWORD = /password +([a-z2-9]{6}(-[a-z2-9]{6}){2})$/m;

/** `npm start -- --demo`, without what npm adds: what a person sees who tries the product for the first time. */
describe('the demonstration', () => {
  const installation = new RunningInstallation(undefined, ['--demo']);
  const { dataDir } = installation;
  let password: string;
  let dana: ApiClient;

  const saysHowToGoOn = () => eventually('it says how to go on', () => /Log In/.test(installation.words), { withinMs: 60_000, lastSeen: () => installation.lastWords });
  const devicesOf = async (site: string) => (await dana.read('/devices')).items.filter(({ siteName }: { siteName: string }) => siteName === site);
  const PLACED_ELSEWHERE = { online: true, deployment: { phase: 'READY' }, launchability: { allowed: true } };
  /** What runs of those that ran, and everything that names the data folder. */
  const left = (running: readonly SeenProcess[] = []) =>
    allProcesses().filter((seen) => running.some(({ pid }) => pid === seen.pid) || seen.command.includes(dataDir) || seen.program?.startsWith(dataDir));

  afterAll(async () => {
    await installation.stop();
    left().forEach(({ pid }) => killHard(pid));
  });

  it('has a device Ready within a minute, and Dana signs in with the password that was printed', async () => {
    await installation.start();
    const began = Date.now();
    await saysHowToGoOn();
    expect(Date.now() - began).toBeLessThan(60_000);
    password = PASSWORD.exec(installation.words)![1]!;
    dana = await ApiClient.signedIn(installation.url, { email: 'dana@demo.example', password });
    expect(await devicesOf('Main Street')).toMatchObject([{
      online: true, deployment: { phase: 'READY', modes: { terminal: { usable: true } } }, launchability: { allowed: true },
    }]);
    expect((await dana.read('/clients')).items).toHaveLength(4);
  });

  it('has the simulated devices of a site Ready that is placed on a second provider', async () => {
    await eventually('three devices are Ready there', async () => (await devicesOf('Leith Office')).filter(({ deployment }: { deployment: { phase: string } | null }) => deployment?.phase === 'READY').length === 3, {
      withinMs: 60_000, lastSeen: () => installation.lastWords,
    });
    expect(await devicesOf('Leith Office')).toMatchObject([PLACED_ELSEWHERE, PLACED_ELSEWHERE, PLACED_ELSEWHERE]);
    const { items } = await dana.read('/provider-instances');
    expect(items.map(({ name, health }: { name: string; health: string }) => [name, health])).toEqual(expect.arrayContaining([['Quayside’s own server', 'reachable']]));
  });

  it('lets the technician with the flag open his client’s device, and shows it to nobody of another client', async () => {
    const signedIn = (email: string) => ApiClient.signedIn(installation.url, { email, password });
    const [theo, nils, mona] = await Promise.all([signedIn('theo@demo.example'), signedIn('nils@demo.example'), signedIn('mona@demo.example')]);
    expect((await theo.read('/devices')).items).toMatchObject([{ launchability: { allowed: true } }]);
    expect((await nils.read('/devices')).items.map(({ launchability }: { launchability: { allowed: boolean } }) => launchability.allowed)).toEqual([false, false, false, false]);
    expect((await mona.read('/devices')).items).toEqual([]);
  });

  it('keeps the password for its own restarts only, where nobody else can read it', () => {
    expect(statSync(join(dataDir, 'demo.json')).mode & 0o777).toBe(0o600);
    const logs = readdirSync(join(dataDir, 'logs')).map((name) => readFileSync(join(dataDir, 'logs', name), 'utf8'));
    expect(logs.length).toBeGreaterThan(2);
    expect(logs.filter((log) => log.includes(password))).toEqual([]);
  });

  it('leaves no process behind when it is stopped', async () => {
    const running = descendantsOf(installation.pid);
    expect(running.length).toBeGreaterThanOrEqual(7);
    expect(await installation.terminate()).toBeLessThan(10_000);
    expect(installation.exitCode).toBe(0);
    expect(left(running)).toEqual([]);
  });

  it('has the same device Ready after a second start, tells no password, and dies with a launcher that is killed', async () => {
    await installation.start();
    await saysHowToGoOn();
    expect(installation.words).not.toMatch(PASSWORD);
    dana = await ApiClient.signedIn(installation.url, { email: 'dana@demo.example', password });
    expect(await devicesOf('Main Street')).toMatchObject([{ online: true, deployment: { phase: 'READY' } }]);
    await eventually('the devices of the second provider are back, and are the same', async () => {
      const back = await devicesOf('Leith Office');
      return back.length === 3 && back.every(({ online, deployment }: { online: boolean; deployment: { phase: string } }) => online && deployment.phase === 'READY');
    }, { withinMs: 60_000, lastSeen: () => installation.lastWords });
    expect((await dana.read('/sites')).items).toHaveLength(6);
    const running = descendantsOf(installation.pid);
    await installation.killLauncher();
    await eventually('nothing of it runs any more', () => left(running).length === 0, { withinMs: 8_000, everyMs: 100, lastSeen: () => left(running) });
  });
});
