import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ApiSession } from '../demo/api-session.js';

const READY_WITHIN_MS = 120_000;

/** The whole product on free ports, with its data in a folder, and a session of its first administrator. */
export class StartedServer {
  private constructor(
    private readonly launcher: ChildProcess,
    readonly url: string,
    readonly api: ApiSession,
  ) {}

  static async start(folder: string, projectDir: string, variables: Readonly<Record<string, string>> = {}): Promise<StartedServer> {
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    const launcher = spawn(process.execPath, [join(projectDir, 'dist', 'src', 'main.js'), 'launch', '--json'], {
      cwd: projectDir,
      env: { ...process.env, LATCHKEY_DATA_DIR: join(folder, 'data'), LATCHKEY_PORT: '0', LATCHKEY_ENGINE_PORT: '0', LATCHKEY_ENGINE_AGENT_PORT: '0', LATCHKEY_STARTER_PIPE: '3', ...variables },
      // The end of the fourth descriptor tells it that we are gone, however we went.
      stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
      detached: true,
    });
    const { url, claimCode } = await announcement(launcher);
    const api = new ApiSession(url);
    await api.post('/setup', { claimCode, email: 'bench@latchkey.example', name: 'Bench', password: 'only-for-this-run' });
    return new StartedServer(launcher, url, api);
  }

  async stop(): Promise<void> {
    const ended = new Promise((done) => this.launcher.once('close', done));
    this.launcher.kill('SIGTERM');
    await ended;
  }
}

function announcement(launcher: ChildProcess): Promise<{ readonly url: string; readonly claimCode: string }> {
  return new Promise((done, fail) => {
    const giveUp = setTimeout(() => fail(new Error('the server did not become ready')), READY_WITHIN_MS);
    createInterface({ input: launcher.stdout! }).once('line', (line) => {
      clearTimeout(giveUp);
      done(JSON.parse(line) as { url: string; claimCode: string });
    });
    launcher.once('error', fail).once('exit', (code) => fail(new Error(`the server ended with code ${code}`)));
  });
}
