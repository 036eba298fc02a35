import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentProgram } from './agent-program.js';

const POLITE_MS = 4_000;
const PREDECESSOR_MS = 8_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** What `latchkey-agent run` ends with when it was told to go: nothing is left to be kept running. */
const TOLD_TO_GO = 0;

/** One endpoint agent that is kept running until it is stopped, as a service manager would do it. */
export class KeptAgent {
  private child: ChildProcess | undefined;
  private readonly stopping = new AbortController();
  private keeping: Promise<void> = Promise.resolve();

  constructor(
    private readonly program: AgentProgram,
    private readonly logFile: string,
    private readonly say: (line: string) => void,
  ) {}

  async start(): Promise<void> {
    await this.endPredecessor();
    if (!this.stopping.signal.aborted) this.keeping = this.keep();
  }

  /** Ends the agent, which ends its remote agent; both are ended hard when that takes too long. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.child?.kill('SIGTERM');
    const hard = setTimeout(() => this.endGroup(), POLITE_MS);
    await this.keeping;
    clearTimeout(hard);
  }

  private async keep(): Promise<void> {
    for (let wait = FIRST_WAIT_MS; !this.stopping.signal.aborted; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
      const began = performance.now();
      const code = await this.runOnce();
      if (this.stopping.signal.aborted) return;
      if (code === TOLD_TO_GO) return this.say('The server told the endpoint agent to remove itself; it is not started again.');
      if (performance.now() - began > LONGEST_WAIT_MS) wait = FIRST_WAIT_MS;
      this.say(`The endpoint agent ended with code ${code}; it is started again in ${wait / 1000} s.`);
      await sleep(wait, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  private async runOnce(): Promise<number | null> {
    // A file, because the agent must be able to go on writing while it ends after us.
    const log = openSync(this.logFile, 'w', 0o600);
    try {
      // A process group of its own, which its remote agent shares: Ctrl-C is for us to pass on, once.
      this.child = spawn(process.execPath, this.program.args('run', '--private'), { stdio: ['ignore', log, log], detached: true });
    } finally {
      closeSync(log);
    }
    const { child } = this;
    return new Promise((done, fail) => child.once('error', fail).once('exit', (code) => done(code)));
  }

  private endGroup(): void {
    try {
      process.kill(-this.child!.pid!, 'SIGKILL');
    } catch {
      // It ended in the meantime.
    }
  }

  /** A demonstration that was killed leaves its agent running; two on one state folder would be turned away. */
  private async endPredecessor(): Promise<void> {
    const { pid } = await this.program.status();
    if (pid === null) return;
    process.kill(pid, 'SIGTERM');
    for (const end = performance.now() + PREDECESSOR_MS; performance.now() < end; await sleep(100)) {
      if (!(await this.program.status()).running) return;
    }
    throw new Error(`an endpoint agent of an earlier demonstration does not end (process ${pid})`);
  }
}
