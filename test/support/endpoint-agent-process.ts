import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, cpSync, lstatSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { killHard, processesFrom } from './processes.js';

const PROJECT = resolve(__dirname, '../..');
const PROGRAM = join(PROJECT, 'dist/agent/main.js');
const APART = ['unshare', '--mount', '--pid', '--fork', '--mount-proc', '--kill-child'];
const STOPPED_WITHIN_MS = 10_000;

/** What came of an enrolment. */
export interface Enrolment {
  readonly exitCode: number | null;
  readonly said: string;
}

/** A real endpoint agent in a folder of its own; with its own hardware id it is a device of its own. */
export class EndpointAgentProcess {
  readonly stateDir = mkdtempSync(join(tmpdir(), 'latchkey-device-'));
  private running: ChildProcess | undefined;

  constructor(
    private readonly hardwareId: string,
    /** In a namespace of processes of its own, as another computer would be; needs root. */
    private readonly apart = false,
    private readonly program = PROGRAM,
  ) {}

  /** Its folder on other hardware, as when a disk is copied: the same key, the same remote agent, another device. */
  copiedTo(hardwareId: string): EndpointAgentProcess {
    const copy = new EndpointAgentProcess(hardwareId, true);
    cpSync(this.stateDir, copy.stateDir, { recursive: true, force: true, filter: (path) => !lstatSync(path).isSocket() });
    return copy;
  }

  killRemoteAgents(): void {
    for (const pid of this.remoteAgents) killHard(pid);
  }

  /** Enrols with a token, given by standard input as the install command does. */
  async enrol(serverUrl: string, token: string): Promise<Enrolment> {
    const child = this.start(['enrol', '--server', serverUrl, '--no-service', '--state-dir', this.stateDir], ['pipe', 'pipe', 'pipe']);
    child.stdin!.end(`${token}\n`);
    const ended = new Promise<number | null>((done) => child.once('close', done));
    const [out, errors, exitCode] = await Promise.all([text(child.stdout!), text(child.stderr!), ended]);
    return { exitCode, said: out + errors };
  }

  get deviceId(): string {
    return (JSON.parse(readFileSync(join(this.stateDir, 'enrolment.json'), 'utf8')) as { deviceId: string }).deviceId;
  }

  get isRunning(): boolean {
    return this.running !== undefined && this.running.exitCode === null && this.running.signalCode === null;
  }

  /** Runs it in the foreground, with its remote agent in the same folder. */
  run(): void {
    const log = openSync(this.logFile, 'a', 0o600);
    this.running = this.start(['run', '--private', '--state-dir', this.stateDir], ['ignore', log, log]);
    closeSync(log);
  }

  /** kill -9: what it had started is left behind, as when a service manager finds its service dead. */
  async killHard(): Promise<void> {
    if (this.isRunning) killHard(this.running!.pid!);
    while (this.isRunning) await sleep(20);
  }

  /** The remote agents that run from this device's folder. */
  get remoteAgents(): number[] {
    return processesFrom(join(this.stateDir, 'remote-agents')).map(({ pid }) => pid);
  }

  /** What it said last, for the message of a failed test. */
  get lastWords(): string {
    return readFileSync(this.logFile, 'utf8').split('\n').slice(-30).join('\n');
  }

  /** Ends it and whatever runs from its folder, and takes the folder away. */
  async stop(): Promise<void> {
    if (this.isRunning) {
      const ended = new Promise((done) => this.running!.once('exit', done));
      this.running!.kill('SIGTERM');
      if (await Promise.race([ended.then(() => false), sleep(STOPPED_WITHIN_MS, true, { ref: false })])) await this.killHard();
    }
    this.killRemoteAgents();
    rmSync(this.stateDir, { recursive: true, force: true });
    rmSync(this.logFile, { force: true });
  }

  /** Beside the folder, which an agent that removes itself takes away. */
  private get logFile(): string {
    return `${this.stateDir}.log`;
  }

  private start(args: string[], stdio: ('pipe' | 'ignore' | number)[]): ChildProcess {
    const [command, ...before] = this.apart ? [...APART, process.execPath] : [process.execPath];
    return spawn(command, [...before, this.program, ...args], {
      cwd: PROJECT,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: process.env['TMPDIR'], LATCHKEY_AGENT_HARDWARE_ID: this.hardwareId },
      stdio,
    });
  }
}
