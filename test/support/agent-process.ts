import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { meshAgentsOf } from '../../agent/remote-agents/mesh-central/mesh-processes.js';
import type { InstallRemoteAgentParams, Installer } from '../../contracts/agent-protocol.js';
import { type Certificate, GatewayDouble } from '../fakes/gateway-double.js';

const ROOT = join(__dirname, '..', '..');
const PATIENCE_MS = 15_000;
let program: string | undefined;

/** The endpoint agent as a program of its own, bundled once for each spec file. */
export function agentProgram(): string {
  if (program) return program;
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-agent-'));
  // Other accounts run it too.
  chmodSync(folder, 0o755);
  const bundle = join(folder, 'agent.cjs');
  // As a process: esbuild does not work inside the test environment's globals.
  const esbuild = join(ROOT, 'node_modules', 'esbuild', 'bin', 'esbuild');
  const options = [
    '--bundle',
    '--platform=node',
    '--target=node20',
    '--external:bufferutil',
    '--external:utf-8-validate',
  ];
  const entry = join(ROOT, 'agent', 'main.ts');
  const { status, stderr } = spawnSync(esbuild, [entry, ...options, `--outfile=${bundle}`], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return (program = bundle);
}

/** What is special about the device that an endpoint agent of a test runs on. */
export interface AgentSurroundings {
  readonly certificate?: Certificate;
  readonly env?: Readonly<Record<string, string>>;
  /** User and group id that it runs as. */
  readonly account?: number;
}

function spawnOptions({ env, account }: AgentSurroundings) {
  return { env: { ...process.env, ...env }, ...(account !== undefined && { uid: account, gid: account }) };
}

/** An enrolled endpoint agent in private mode, with the gateway it belongs to; the agent itself is started by the test. */
export class AgentProcess {
  private child: ChildProcess | undefined;
  private log = '';

  private constructor(
    readonly gateway: GatewayDouble,
    readonly state: string,
    readonly installer: Installer,
    readonly deviceId: string,
    private readonly surroundings: AgentSurroundings,
  ) {}

  static async enrolled(remoteAgent: Buffer, surroundings: AgentSurroundings = {}): Promise<AgentProcess> {
    const gateway = await GatewayDouble.listen(0, surroundings.certificate);
    const state = join(mkdtempSync(join(tmpdir(), 'latchkey-state-')), 'state');
    if (surroundings.account !== undefined) chownSync(dirname(state), surroundings.account, surroundings.account);
    const { exitCode, output } = await runCommand(state, ['enrol', '--server', gateway.url], gateway.token(), surroundings);
    if (exitCode !== 0) throw new Error(output);
    return new AgentProcess(gateway, state, gateway.publish(remoteAgent), [...gateway.devices.keys()][0]!, surroundings);
  }

  /** Where the remote agent lives. */
  get home(): string {
    return join(this.state, 'remote-agents', 'mesh-central', 'agent');
  }

  get binary(): string {
    return join(this.home, 'meshagent');
  }

  get exitCode(): number | null {
    return this.child?.exitCode ?? null;
  }

  /** The remote agents that run now, by process. */
  remoteAgents(): number[] {
    return meshAgentsOf(this.binary).map(({ pid }) => pid);
  }

  installation(): InstallRemoteAgentParams {
    return {
      provider: 'mesh-central',
      installer: this.installer,
      configuration: {
        meshName: 'Harbour Clinic',
        meshId: `0x${'AB'.repeat(48)}`,
        serverId: 'CD'.repeat(48),
        meshServer: 'wss://127.0.0.1:9/00112233445566778899aabbccddeeff/ra/agent.ashx',
        domain: 'ra',
      },
      settings: { selfHeal: true, autoUpdate: true, trayIcon: false },
      settingsHash: 'ab'.repeat(32),
      proof: { number: 1, mark: 'lk1.first' },
    };
  }

  /** Resolves when the agent is connected. */
  async start(): Promise<void> {
    delete this.gateway.devices.get(this.deviceId)!.socket;
    const args = [agentProgram(), 'run', '--private', '--state-dir', this.state];
    this.child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'], ...spawnOptions(this.surroundings) });
    this.child.stderr!.on('data', (text: Buffer) => (this.log += text.toString()));
    await this.connected();
  }

  async connected(): Promise<void> {
    for (const end = Date.now() + PATIENCE_MS; this.gateway.devices.get(this.deviceId)!.socket?.readyState !== 1;) {
      if (Date.now() > end) throw new Error(`the agent did not connect: ${this.log.slice(-4000)}`);
      await delay(10);
    }
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = this.exited();
    this.child.kill(signal);
    await exited;
  }

  async exited(): Promise<unknown[]> {
    return once(this.child!, 'exit');
  }

  /** Runs one command of `latchkey-agent` on the same state. */
  command(args: string[], input = ''): Promise<{ exitCode: number | null; output: string }> {
    return runCommand(this.state, args, input, this.surroundings);
  }

  /** Ends everything; throws where the agent broke the protocol or left a remote agent behind. */
  async dispose(): Promise<void> {
    await this.end('SIGTERM');
    await this.gateway.close();
    const left = this.remoteAgents();
    rmSync(this.state, { recursive: true, force: true });
    if (left.length > 0) throw new Error(`remote agents outlived the endpoint agent: ${left.join(', ')}`);
    if (this.gateway.violations.length > 0) throw new Error(this.gateway.violations.join('\n'));
  }
}

function runCommand(
  state: string,
  args: string[],
  input: string,
  surroundings: AgentSurroundings,
): Promise<{ exitCode: number | null; output: string }> {
  return new Promise((resolve) => {
    const more = args[0] === 'enrol' ? ['--no-service'] : [];
    const child = spawn(process.execPath, [agentProgram(), ...args, ...more, '--state-dir', state], spawnOptions(surroundings));
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
    child.stdin.on('error', () => undefined);
    child.on('close', (exitCode) => resolve({ exitCode, output }));
    child.stdin.end(input);
  });
}
