import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  AgentTime, authFrame, DeviceKey, fenceOf, judgeInstruction, readServerFrame, type ServerKeys, trustedServerKeys, rootKeyFingerprint,
  type UnverifiedInstruction, verifyInstruction, waitBeforeRetryMs,
} from '../agent/wire/index.js';
import { type AgentFrame, type Instruction, MAX_FRAME_BYTES, type ReportFrame } from '../contracts/agent-protocol.js';
import { WebSocket } from 'ws';
import { chance } from './chance.js';
import { FaultyDevice } from './faults/faulty-device.js';
import type { SimulatedFault } from './faults/fault-mix.js';
import type { FleetCounts } from './fleet-counts.js';
import { inventoryOf, SIMULATED_VERSION, type SimulatedIdentity } from './simulated-identity.js';
import { carryOut } from './simulated-installation.js';
import type { SimulatedRemoteAgents } from './simulated-remote-agents.js';

const BOOT_ID = randomUUID();
const STEP_MS = 300;
const SILENT_AFTER_MS = 125_000;

/** One simulated endpoint agent: the real protocol, an imagined computer. */
export class SimulatedDevice {
  private readonly key: DeviceKey;
  private readonly keys: ServerKeys;
  private readonly random: () => number;
  private readonly time = new AgentTime(() => performance.now());
  private readonly unconfirmed = new Map<string, ReportFrame>();
  /** Every instruction id of this life, so that none is carried out twice. */
  private readonly begun = new Set<string>();
  onInstruction: () => void = () => undefined;
  private socket: WebSocket | undefined;
  private isWelcome = false;
  private inventoryTold = '';
  private failures = 0;
  private heardAt = 0;
  private isStopped = false;
  /** What is done here is done one after the other, as on a real device: two installations at once would leave two remote agents. */
  private turn: Promise<void> = Promise.resolve();
  /** When it was first let in, by this process's clock; null before. */
  cameAt: Date | null = null;
  /** What goes wrong here, if anything does. */
  readonly faulty: FaultyDevice | null;

  constructor(
    readonly identity: SimulatedIdentity,
    private readonly gateway: URL,
    private readonly server: URL,
    private readonly counts: FleetCounts,
    readonly remoteAgents: SimulatedRemoteAgents,
    seed: number,
    fault: SimulatedFault | null,
  ) {
    const { rootKey, serverKeys } = identity.enrolled!;
    this.key = DeviceKey.fromPem(identity.privateKey);
    this.keys = trustedServerKeys(rootKey, rootKeyFingerprint(rootKey), serverKeys);
    this.random = chance(seed * 1_000_003 + identity.index);
    this.faulty = fault && new FaultyDevice(fault, this, this.random);
  }

  start(): void {
    const socket = new WebSocket(this.gateway, { perMessageDeflate: false, maxPayload: MAX_FRAME_BYTES, handshakeTimeout: 20_000 });
    this.socket = socket;
    this.heardAt = performance.now();
    socket.on('message', (data) => this.read((data as Buffer).toString('utf8')));
    socket.on('ping', () => (this.heardAt = performance.now()));
    socket.on('error', () => undefined);
    socket.on('close', (code, reason) => this.ended({ code, reason: reason.toString('utf8') }));
    if (this.identity.installed) this.runRemoteAgent();
  }

  stop(): void {
    this.isStopped = true;
    this.faulty?.stop();
    this.socket?.close(1000);
  }

  /** Device and remote agent are gone at once, as when somebody switches it off. */
  switchOff(): void {
    this.stop();
    this.remoteAgents.end(this.identity);
  }

  /** As of a copied disk on another computer, which comes up for as long as it takes to be seen. */
  connectCopy(): void {
    const copy = new WebSocket(this.gateway, { perMessageDeflate: false, maxPayload: MAX_FRAME_BYTES, handshakeTimeout: 20_000 });
    copy.on('error', () => undefined);
    copy.on('message', (data) => {
      const frame = readServerFrame((data as Buffer).toString('utf8'));
      if (frame?.type === 'hello') copy.send(JSON.stringify(authFrame(frame, this.whoFrom(randomUUID()), this.identity.lastSeq)));
    });
  }

  private whoFrom(bootId: string) {
    return { deviceId: this.identity.enrolled!.deviceId, key: this.key, enrolledAt: this.server, agentVersion: SIMULATED_VERSION, bootId };
  }

  /** Ends a connection whose server has fallen silent; called now and then for all devices by one timer. */
  check(): void {
    if (this.isWelcome && performance.now() - this.heardAt > SILENT_AFTER_MS) this.socket?.terminate();
  }

  private read(text: string): void {
    this.heardAt = performance.now();
    const frame = readServerFrame(text);
    if (frame?.type === 'hello') {
      this.time.hello(frame.serverTime);
      this.socket?.send(JSON.stringify(authFrame(frame, this.whoFrom(BOOT_ID), this.identity.lastSeq)));
    } else if (frame?.type === 'welcome') this.welcomed();
    else if (frame?.type === 'receipt') {
      this.counts.receipts++;
      this.unconfirmed.delete(frame.instructionId);
    } else if (frame?.type === 'instruction') this.instructed(frame);
  }

  private welcomed(): void {
    this.isWelcome = true;
    this.cameAt ??= new Date();
    this.failures = 0;
    this.counts.connected++;
    this.counts.connections++;
    const inventory = inventoryOf(this.identity.index);
    if (inventory.hash !== this.inventoryTold && this.tell(inventory)) this.inventoryTold = inventory.hash;
    for (const report of this.unconfirmed.values()) this.tell(report);
  }

  private instructed(frame: UnverifiedInstruction): void {
    const signed = verifyInstruction(frame, this.keys);
    if (!signed) {
      this.counts.refused++;
      return;
    }
    this.time.prove(signed.issuedAt);
    if (this.begun.has(signed.id)) {
      const answer = this.unconfirmed.get(signed.id);
      this.tell(answer ?? { type: 'ack', instructionId: signed.id });
      return;
    }
    const generations = new Map(Object.entries(this.identity.generations).map(([fence, generation]) => [fence, BigInt(generation)]));
    const verdict = judgeInstruction(signed, { deviceId: this.identity.enrolled!.deviceId, lastSeq: this.identity.lastSeq, generations }, this.time.now());
    if (this.faulty?.ignores()) return;
    this.begun.add(signed.id);
    if ('refuse' in verdict) {
      this.counts.refused++;
      this.report({ type: 'report', instructionId: signed.id, generation: signed.generation, outcome: 'refused', ...verdict.refuse, evidence: null });
      return;
    }
    this.identity.lastSeq = Math.max(this.identity.lastSeq, signed.seq);
    this.identity.generations[fenceOf(signed)] = signed.generation;
    this.counts.instructions++;
    this.onInstruction();
    this.tell({ type: 'ack', instructionId: signed.id });
    const { obey } = verdict;
    this.inTurn(() => this.obey(obey));
  }

  /** Does this when all that was begun before is done. */
  inTurn(work: () => Promise<void> | void): void {
    this.turn = this.turn.then(work);
  }

  private async obey(instruction: Instruction): Promise<void> {
    const { id: instructionId, generation } = instruction;
    const newKey = instruction.kind === 'install-remote-agent' && !this.identity.installed ? await this.remoteAgents.newKey(instruction) : null;
    const whole = carryOut(instruction, this.identity.installed, newKey);
    const outcome = this.faulty?.spoil(instruction, whole) ?? whole;
    for (const step of outcome.steps) {
      this.tell({ type: 'progress', instructionId, step });
      await sleep(STEP_MS * (0.5 + this.random()));
    }
    this.identity.installed = outcome.installed;
    if (outcome.installed) this.runRemoteAgent();
    else this.remoteAgents.end(this.identity);
    this.report({ type: 'report', instructionId, generation, ...outcome.report });
    if (outcome.installed) this.faulty?.installed();
  }

  private runRemoteAgent(): void {
    const shown = this.faulty ? this.faulty.lets(this.identity) : this.identity;
    if (shown) this.remoteAgents.run(shown);
  }

  private report(report: ReportFrame): void {
    this.counts.reports++;
    this.unconfirmed.set(report.instructionId, report);
    this.tell(report);
  }

  tell(frame: AgentFrame): boolean {
    if (!this.isWelcome || this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  private ended(ending: { readonly code: number; readonly reason: string }): void {
    if (this.isWelcome) {
      this.counts.connected--;
      this.counts.lost++;
    }
    this.isWelcome = false;
    const name = `${ending.code} ${ending.reason}`.slice(0, 60).trim();
    this.counts.endings[name] = (this.counts.endings[name] ?? 0) + 1;
    if (this.isStopped) return;
    setTimeout(() => !this.isStopped && this.start(), waitBeforeRetryMs(this.failures++, ending.code === 1006 ? undefined : ending, this.random)).unref();
  }
}
