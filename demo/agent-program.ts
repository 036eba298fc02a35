import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

/** What `latchkey-agent status --json` tells that matters here. */
export interface AgentStatus {
  readonly enrolled: boolean;
  readonly deviceId: string | null;
  readonly server: string | null;
  readonly running: boolean;
  readonly pid: number | null;
}

const COMMAND_TIMEOUT_MS = 30_000;

/** The endpoint agent as a program: the very one that is installed on devices, with a state folder of its own. */
export class AgentProgram {
  readonly path = resolve(__dirname, '..', 'agent', 'main.js');

  constructor(readonly stateDir: string) {
    if (!existsSync(this.path)) throw new Error(`${this.path} is missing; run "npm run build".`);
  }

  /** The arguments of node that run one of its commands. */
  args(command: string, ...options: readonly string[]): string[] {
    return ['--enable-source-maps', this.path, command, ...options, '--state-dir', this.stateDir];
  }

  async status(): Promise<AgentStatus> {
    return JSON.parse((await this.finish(this.args('status', '--json'))).output) as AgentStatus;
  }

  /** The token goes by standard input, where no other account can see it. */
  async enrol(serverUrl: string, token: string): Promise<void> {
    const { code, output } = await this.finish(this.args('enrol', '--server', serverUrl, '--no-service'), token);
    if (code !== 0) throw new Error(`the endpoint agent could not be enrolled (exit code ${code}): ${output.trim()}`);
  }

  private async finish(args: string[], input = ''): Promise<{ readonly code: number | null; readonly output: string }> {
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'], timeout: COMMAND_TIMEOUT_MS });
    const ended = new Promise<number | null>((done, fail) => child.once('error', fail).once('close', (code) => done(code)));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    const [output, code] = await Promise.all([text(child.stdout), ended]);
    return { code, output };
  }
}
