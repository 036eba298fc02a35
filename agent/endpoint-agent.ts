import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AgentFrame, ReportFrame } from '../contracts/agent-protocol.js';
import { AGENT_VERSION } from './agent-version.js';
import { ArtifactStore } from './artifacts/artifact-store.js';
import { serverKeysOf, type Enrolment } from './identity/device-identity.js';
import { hardwareFacts, hardwareId } from './identity/hardware-id.js';
import type { Reach } from './instructions/carry-out.js';
import { InstructionDesk } from './instructions/instruction-desk.js';
import { Ledger } from './ledger/ledger.js';
import { GatewayLink } from './link/gateway-link.js';
import type { Log } from './log.js';
import { knownRemoteAgents } from './remote-agents/known-remote-agents.js';
import { diagnostics } from './self/diagnostics.js';
import type { OwnProgram } from './self/own-program.js';
import { RestartNeeded, SelfUpdate } from './self/self-update.js';
import type { StateFolder } from './state/state-folder.js';
import { runCommand } from './system/run-command.js';
import { Turnstile } from './turnstile.js';
import { causeProbes } from './watch/cause-probes.js';
import { CauseWatch } from './watch/cause-watch.js';
import { DeviceWatch } from './watch/device-watch.js';
import {
  AgentTime,
  artifactHeaders,
  artifactOrigin,
  gatewayAddress,
  serverAddress,
  type DeviceKey,
} from './wire/index.js';

/** Why an endpoint agent's run came to its end. */
export type RunEnding = 'stopped' | 'restart-needed' | 'remove-self';

export interface EndpointAgentOptions {
  readonly state: StateFolder;
  readonly enrolment: Enrolment;
  readonly key: DeviceKey;
  readonly program: OwnProgram;
  readonly privateMode: boolean;
  readonly log: Log;
  readonly connected: (since: Date | null) => void;
}

const IDLE_PATIENCE_MS = 2_000;

/** The endpoint agent of this device, assembled: one link, one desk for instructions, and one watch over the device. */
export class EndpointAgent {
  private readonly turnstile = new Turnstile();
  private readonly ledger: Ledger;
  private readonly remoteAgents: Reach['remoteAgents'];
  private readonly selfUpdate: SelfUpdate;
  private readonly link: GatewayLink;
  private readonly desk: InstructionDesk;
  private readonly watch: DeviceWatch;
  private readonly causes: CauseWatch;
  private end: (ending: RunEnding) => void = () => undefined;

  constructor(private readonly options: EndpointAgentOptions) {
    const { state, enrolment, key, program, privateMode, log } = options;
    const gateway = gatewayAddress(enrolment.gatewayUrl);
    this.ledger = Ledger.open(state.file('ledger.jsonl'));
    const time = new AgentTime(() => performance.now(), Date.parse(this.ledger.latestIssuedAt));
    const artifacts = new ArtifactStore(state.folder('artifacts'), {
      origin: artifactOrigin(gateway),
      headersFor: (sha256) => artifactHeaders(enrolment.deviceId, key, sha256, time.now()),
      skewMs: () => time.skewOf(Date.now()),
    });
    artifacts.sweep();
    this.remoteAgents = knownRemoteAgents(state, artifacts, privateMode, () => time.skewOf(Date.now()));
    this.selfUpdate = new SelfUpdate(state, program, artifacts, runCommand);
    const send = (frame: AgentFrame) => this.link.send(frame);
    this.causes = new CauseWatch(causeProbes({ gateway, artifacts, time, folder: state.path }), send);
    const agents = [...this.remoteAgents.values()];
    this.watch = new DeviceWatch({
      remoteAgents: agents,
      inventory: { run: runCommand, privateMode },
      turnstile: this.turnstile,
      log,
      send,
    });
    this.desk = new InstructionDesk({
      deviceId: enrolment.deviceId,
      keys: serverKeysOf(enrolment),
      time,
      ledger: this.ledger,
      turnstile: this.turnstile,
      log,
      send,
      reach: {
        remoteAgents: this.remoteAgents,
        self: {
          diagnostics: () => diagnostics(state, this.ledger, agents),
          update: (params) => this.selfUpdate.update(params),
        },
      },
      settled: (report) => this.settled(report),
      received: (kind, report) => this.received(kind, report),
      restart: () => this.end('restart-needed'),
    });
    const who = {
      deviceId: enrolment.deviceId,
      key,
      enrolledAt: serverAddress(enrolment.server),
      agentVersion: AGENT_VERSION,
      bootId: bootId(),
    };
    this.link = new GatewayLink(
      { gateway, who, time, lastInstructionSeq: () => this.ledger.lastSeq },
      {
        welcomed: () => this.welcomed(),
        lost: (ending, retryInMs) => {
          options.connected(null);
          log.warn('not connected', { code: ending?.code, reason: ending?.reason, retryInMs: Math.round(retryInMs) });
        },
        frame: (frame) =>
          frame.type === 'receipt' ? this.desk.receipt(frame.instructionId) : this.desk.receive(frame),
        failed: (error) => log.error('a frame could not be dealt with', error),
      },
    );
  }

  /** Runs until stopped, or until an instruction ends it; whatever must not outlive it is gone then. */
  async run(): Promise<RunEnding> {
    const ending = new Promise<RunEnding>((resolve) => (this.end = resolve));
    try {
      this.selfUpdate.countStart();
    } catch (error) {
      if (error instanceof RestartNeeded) return 'restart-needed';
      throw error;
    }
    this.link.start();
    await this.turnstile.pass(() => this.resumeRemoteAgents());
    this.watch.start();
    this.desk.resume();
    const why = await ending;
    this.watch.stop();
    this.causes.stop();
    this.link.stop();
    const patience = new Promise((resolve) => setTimeout(resolve, IDLE_PATIENCE_MS).unref());
    if (why !== 'restart-needed') await Promise.race([this.desk.idle(), patience]);
    for (const agent of this.remoteAgents.values()) await agent.release();
    this.ledger.close();
    return why;
  }

  stop(): void {
    this.end('stopped');
  }

  private async resumeRemoteAgents(): Promise<void> {
    for (const agent of this.remoteAgents.values()) {
      await agent
        .resume()
        .catch((error: unknown) => this.options.log.error('a remote agent could not be resumed', error));
    }
  }

  private welcomed(): void {
    this.options.connected(new Date());
    this.options.log.note('connected', { lastInstructionSeq: this.ledger.lastSeq });
    this.selfUpdate.proven();
    this.desk.welcomed();
    this.watch.welcomed();
  }

  private settled(report: ReportFrame): void {
    this.causes.settled(report);
    void this.watch.look();
  }

  private received(kind: string, report: ReportFrame): void {
    if (kind === 'remove-endpoint-agent' && report.outcome === 'done') this.end('remove-self');
  }
}

/**
 * Changes when the device is started anew; where the kernel does not tell, when the agent is. It differs between two pieces of
 * hardware, so that a copied identity is seen even where both share a kernel, as containers do.
 */
function bootId(): string {
  try {
    return hardwareId([readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(), ...hardwareFacts()]);
  } catch {
    return randomUUID();
  }
}
