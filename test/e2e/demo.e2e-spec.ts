import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { ApiClient } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { allProcesses, descendantsOf, killHard, type SeenProcess } from '../support/processes.js';

jest.setTimeout(120_000);

const PROJECT = resolve(__dirname, '../..');
const PROGRAM = join(PROJECT, 'dist/src/main.js');
const PASSWORD = /password +([a-z2-9]{6}(-[a-z2-9]{6}){2})$/m;

/** `npm start -- --demo`, without what npm adds: what a person sees who tries the product for the first time. */
describe('the demonstration', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-demonstration-'));
  let ports: string[];
  let launcher: ChildProcess;
  let words: string;
  let url: string;
  let password: string;
  let dana: ApiClient;

  /** Resolves with the server's address when it is ready. */
  async function start(): Promise<string> {
    const [port, pagePort, agentPort] = ports;
    words = '';
    launcher = spawn(process.execPath, [PROGRAM, 'launch', '--demo', '--json'], {
      cwd: PROJECT,
      env: {
        PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: process.env['TMPDIR'],
        LATCHKEY_DATA_DIR: dataDir, LATCHKEY_PORT: port, LATCHKEY_ENGINE_PORT: pagePort, LATCHKEY_ENGINE_AGENT_PORT: agentPort,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    launcher.stderr!.on('data', (chunk: Buffer) => (words += chunk.toString()));
    let announced: string | undefined;
    createInterface(launcher.stdout!).on('line', (line) => (announced = (JSON.parse(line) as { url: string }).url));
    return eventually('the server is ready', () => announced, { withinMs: 90_000, lastSeen: () => words.slice(-2000) });
  }

  const saysHowToGoOn = () => eventually('it says how to go on', () => /Log In/.test(words), { withinMs: 60_000, lastSeen: () => words.slice(-2000) });
  const device = async () => (await dana.read('/devices')).items[0];
  /** What runs of those that ran, and everything that names the data folder. */
  const left = (running: readonly SeenProcess[] = []) =>
    allProcesses().filter((seen) => running.some(({ pid }) => pid === seen.pid) || seen.command.includes(dataDir) || seen.program?.startsWith(dataDir));

  beforeAll(async () => {
    if (!existsSync(PROGRAM)) throw new Error('The program is not built; run `npm run build` first.');
    ports = [String(await freePort()), String(await freePort()), String(await freePort())];
  });

  afterAll(() => {
    left().forEach(({ pid }) => killHard(pid));
    if (launcher?.pid !== undefined && launcher.exitCode === null) killHard(launcher.pid);
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('has a device Ready within a minute, and Dana signs in with the password that was printed', async () => {
    url = await start();
    const began = Date.now();
    await saysHowToGoOn();
    expect(Date.now() - began).toBeLessThan(60_000);
    password = PASSWORD.exec(words)![1]!;
    dana = await ApiClient.signedIn(url, { email: 'dana@demo.example', password });
    expect(await device()).toMatchObject({
      siteName: 'Main Street', online: true, deployment: { phase: 'READY', modes: { terminal: { usable: true } } }, launchability: { allowed: true },
    });
    expect((await dana.read('/clients')).items).toHaveLength(3);
  });

  it('lets the technician with the flag open his client’s device, and shows it to nobody of another client', async () => {
    const signedIn = (email: string) => ApiClient.signedIn(url, { email, password });
    const [theo, nils, mona] = await Promise.all([signedIn('theo@demo.example'), signedIn('nils@demo.example'), signedIn('mona@demo.example')]);
    expect((await theo.read('/devices')).items).toMatchObject([{ launchability: { allowed: true } }]);
    expect((await nils.read('/devices')).items).toMatchObject([{ launchability: { allowed: false } }]);
    expect((await mona.read('/devices')).items).toEqual([]);
  });

  it('keeps the password for its own restarts only, where nobody else can read it', () => {
    expect(statSync(join(dataDir, 'demo.json')).mode & 0o777).toBe(0o600);
    const logs = readdirSync(join(dataDir, 'logs')).map((name) => readFileSync(join(dataDir, 'logs', name), 'utf8'));
    expect(logs.length).toBeGreaterThan(2);
    expect(logs.filter((log) => log.includes(password))).toEqual([]);
  });

  it('leaves no process behind when it is stopped', async () => {
    const running = descendantsOf(launcher.pid!);
    expect(running.length).toBeGreaterThanOrEqual(7);
    const began = Date.now();
    launcher.kill('SIGTERM');
    await eventually('the launcher has ended', () => launcher.exitCode !== null, { withinMs: 12_000, everyMs: 50 });
    expect(Date.now() - began).toBeLessThan(10_000);
    expect(launcher.exitCode).toBe(0);
    expect(left(running)).toEqual([]);
  });

  it('has the same device Ready after a second start, tells no password, and dies with a launcher that is killed', async () => {
    url = await start();
    await saysHowToGoOn();
    expect(words).not.toMatch(PASSWORD);
    dana = await ApiClient.signedIn(url, { email: 'dana@demo.example', password });
    expect((await dana.read('/devices')).items).toMatchObject([{ online: true, deployment: { phase: 'READY' } }]);
    expect((await dana.read('/sites')).items).toHaveLength(5);
    const running = descendantsOf(launcher.pid!);
    launcher.kill('SIGKILL');
    await eventually('nothing of it runs any more', () => left(running).length === 0, { withinMs: 8_000, everyMs: 100, lastSeen: () => left(running) });
  });
});
