import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Logger } from '@nestjs/common';
import { CLOSE_CODES, MAX_FRAME_BYTES, type WelcomeFrame } from '../../contracts/agent-protocol.js';
import { WebSocketServer } from 'ws';
import type { DeviceIdentity } from '../devices/index.js';
import type { Clock } from '../platform/clock.js';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import { refuseUpgrade } from '../platform/http/upgrades.js';
import type { Ids } from '../platform/ids.js';
import type { WakeUps } from '../platform/wake-ups/wake-ups.js';
import { Admission } from './admission.js';
import { readAgentFrame } from './agent-frame.js';
import { AgentSocket } from './agent-socket.js';
import { newNonce, ownAddresses } from './challenge.js';
import { readCutOffHint } from './cut-off-hint.js';
import { cutOff, cutOffUnwanted } from './cut-off.js';
import { spendFrame, spendInvalidFrame } from './frame-budget.js';
import { FrameInbox } from './frame-inbox.js';
import { Heartbeat, HEARTBEAT_SECONDS } from './heartbeat.js';
import { LiveAgents, monotonicSeconds } from './live-agents.js';
import { OrderRelay } from './order-relay.js';
import { PresenceLedger } from './presence-ledger.js';
import { Rivalry, supersede } from './rivalry.js';

const MOST_UNPROVEN = 4000;
const SWEEP_EVERY_SECONDS = 30;
const FLOOD_RETRY_SECONDS = 300;
/** A server that stops asks its agents to spread their return over this long, at most. */
const MOST_RETURN_SECONDS = 60;
const RETURNS_PER_SECOND = 500;

export interface AgentGatewayParts {
  readonly unit: UnitOfWork;
  readonly wakeUps: WakeUps;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly publicUrl: string;
}

/** The server's side of the wire to the endpoint agents. No frame, whatever it holds, ends this process. */
export class AgentGateway {
  readonly agents = new LiveAgents();
  readonly inbox: FrameInbox;
  private readonly log = new Logger('AgentGateway');
  private readonly server = new WebSocketServer<typeof AgentSocket>({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
    WebSocket: AgentSocket,
  });
  private readonly heartbeat = new Heartbeat(this.agents);
  private readonly rivalry: Rivalry;
  private readonly presence: PresenceLedger;
  private readonly relay: OrderRelay;
  private readonly admission: Admission;
  private readonly deaf: (() => void)[] = [];
  private wheel: NodeJS.Timeout | undefined;
  private isClosing = false;

  constructor(private readonly parts: AgentGatewayParts) {
    const { unit } = parts;
    this.inbox = new FrameInbox(unit);
    this.rivalry = new Rivalry(unit, this.agents, this.heartbeat);
    this.presence = new PresenceLedger(parts.ids.uuid(), unit, this.agents, this.rivalry);
    this.relay = new OrderRelay(unit, this.agents);
    this.admission = new Admission(unit, ownAddresses(parts.publicUrl), (socket, identity) => this.admitted(socket, identity));
  }

  /** Begins to serve; rejects where the database cannot be reached. */
  async open(): Promise<void> {
    await this.presence.begin();
    const { wakeUps } = this.parts;
    this.deaf.push(
      wakeUps.on('instruct', (deviceId) => (deviceId === '' ? this.sweep() : this.relay.nudge(deviceId))),
      wakeUps.on('revoke', (key) => this.revoked(key)),
    );
    this.wheel = setInterval(() => this.turn(), 1000);
  }

  /** Says goodbye to everybody, stores what they had said, and leaves nothing online behind. */
  async close(): Promise<void> {
    this.isClosing = true;
    clearInterval(this.wheel);
    for (const stop of this.deaf) stop();
    const spread = Math.min(MOST_RETURN_SECONDS, this.agents.size / RETURNS_PER_SECOND);
    for (const socket of [...this.agents.all(), ...this.agents.unproven]) {
      socket.dismiss(1012, { code: 'restart', retryIn: Math.round(1 + Math.random() * spread) });
    }
    await this.inbox.close();
    for (const socket of [...this.agents.all(), ...this.agents.unproven]) socket.terminate();
    // Without the database the others will notice by our silence.
    await this.presence.end().catch((error: unknown) => this.log.warn(`presence could not be ended: ${String(error)}`));
  }

  /** Takes the upgrade of an agent's connection, or answers why not. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A browser names its origin; no agent does.
    if (request.headers.origin !== undefined) return refuseUpgrade(socket, 403);
    if (this.isClosing || this.agents.unproven.size >= MOST_UNPROVEN) return refuseUpgrade(socket, 503, 5);
    this.server.handleUpgrade(request, socket, head, (agent) => this.challenge(agent));
  }

  private challenge(socket: AgentSocket): void {
    socket.receiver = this;
    socket.nonce = newNonce();
    socket.connectionId = this.parts.ids.uuid();
    this.agents.unproven.add(socket);
    this.heartbeat.watch(socket);
    socket.listen();
    socket.tell(JSON.stringify({ type: 'hello', nonce: socket.nonce, serverTime: this.parts.clock.now().toISOString() }));
  }

  private admitted(socket: AgentSocket, identity: DeviceIdentity): void {
    this.rivalry.makeRoom(socket).then(
      (hasRoom) => {
        if (hasRoom && !this.isClosing) this.welcome(socket, identity);
      },
      (error: unknown) => {
        this.log.warn(`a connection could not be admitted: ${String(error)}`);
        socket.dismiss(CLOSE_CODES.slowDown, { code: 'API-UNAVAILABLE-01', retryIn: 5 });
      },
    );
  }

  private welcome(socket: AgentSocket, identity: DeviceIdentity): void {
    socket.stage = 'welcome';
    socket.nonce = '';
    const older = this.agents.of(socket.deviceId);
    this.agents.welcome(socket);
    if (older) supersede(older);
    const welcome: WelcomeFrame = { type: 'welcome', heartbeatSeconds: HEARTBEAT_SECONDS, resumeFrom: identity.lastSeq };
    socket.tell(JSON.stringify(welcome));
    this.presence.note(socket.deviceId);
    this.relay.arrive(socket.deviceId);
  }

  /** Any sign of life of a connection. */
  heard(socket: AgentSocket): void {
    this.heartbeat.heard(socket);
  }

  received(socket: AgentSocket, text: string | null): void {
    if (socket.stage === 'closing') return;
    if (!spendFrame(socket, monotonicSeconds())) return socket.dismiss(CLOSE_CODES.slowDown, { code: 'API-RATE-01', retryIn: FLOOD_RETRY_SECONDS });
    const frame = text === null ? null : readAgentFrame(text);
    if (socket.stage === 'challenged') {
      if (frame?.type === 'auth') this.admission.check(socket, frame);
      else socket.dismiss(CLOSE_CODES.badIdentity, { code: 'RA-AGT-11' });
    } else if (!frame || frame.type === 'auth' || socket.stage === 'checking') {
      if (!spendInvalidFrame(socket)) socket.dismiss(CLOSE_CODES.slowDown, { code: 'API-INPUT-01', retryIn: FLOOD_RETRY_SECONDS });
    } else if (frame.type !== 'pong' && !this.inbox.take(socket, frame)) {
      socket.dismiss(CLOSE_CODES.slowDown, { code: 'API-UNAVAILABLE-01', retryIn: Math.round(5 + Math.random() * 25) });
    }
  }

  ended(socket: AgentSocket): void {
    this.heartbeat.ended(socket);
    socket.stage = 'closing';
    if (this.agents.forget(socket) && !this.isClosing) this.presence.note(socket.deviceId);
  }

  private turn(): void {
    this.heartbeat.turn();
    this.presence.turn();
    if (monotonicSeconds() % SWEEP_EVERY_SECONDS === 0) this.sweep();
  }

  private sweep(): void {
    Promise.all([this.relay.sweep(), cutOffUnwanted(this.parts.unit, this.agents)]).catch((error: unknown) =>
      this.log.warn(`sweep failed: ${String(error)}`),
    );
  }

  private revoked(key: string): void {
    if (key === '') return this.sweep();
    const hint = readCutOffHint(key);
    if (!hint) return;
    const acting =
      hint.kind === 'device'
        ? cutOff(this.parts.unit, this.agents, [hint.deviceId])
        : this.rivalry.contested(hint.connectionId, hint.deviceId, hint.bootId);
    acting.catch((error: unknown) => this.log.warn(`a cut-off waits for the next sweep: ${String(error)}`));
  }
}
