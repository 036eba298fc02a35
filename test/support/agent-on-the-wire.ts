import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { authFrame, DeviceKey } from '../../agent/wire/index.js';
import type { EnrolRequest, EnrolResponse, HelloFrame } from '../../contracts/agent-protocol.js';
import type { Answer } from './browser-session.js';

const PATIENCE_MS = 15_000;

export interface Ending {
  readonly code: number;
  readonly reason: { readonly code?: string; readonly retryIn?: number };
}

export interface AgentFacts {
  readonly key?: DeviceKey;
  readonly hardwareId?: string;
  readonly hostname?: string;
  readonly bootId?: string;
}

/** An endpoint agent as the server meets it, moved by the test frame by frame. */
export class AgentOnTheWire {
  readonly key: DeviceKey;
  readonly hardwareId: string;
  readonly hostname: string;
  bootId: string;
  deviceId = '';

  constructor(private readonly serverUrl: string, facts: AgentFacts = {}) {
    this.key = facts.key ?? DeviceKey.generate();
    this.hardwareId = facts.hardwareId ?? randomBytes(32).toString('hex');
    this.hostname = facts.hostname ?? `till-${randomBytes(3).toString('hex')}`;
    this.bootId = facts.bootId ?? randomUUID();
  }

  request(token: string): EnrolRequest {
    const { key, hardwareId, hostname } = this;
    return { token, publicKey: key.publicKey, hardwareId, hostname, os: 'linux', osVersion: 'Debian 12', arch: 'x64', agentVersion: '0.1.0' };
  }

  /** Knocks, whatever comes of it. */
  async knock(body: unknown): Promise<Answer> {
    const response = await fetch(new URL('/agent/v1/enrol', this.serverUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  }

  /** Enrols, which must succeed. */
  async enrol(token: string): Promise<EnrolResponse> {
    const { status, body } = await this.knock(this.request(token));
    if (status !== 200) throw new Error(`enrolment refused: ${status} ${JSON.stringify(body)}`);
    this.deviceId = body.deviceId;
    return body;
  }

  /** Opens a connection and hears the server's challenge. */
  async knockAtGateway(headers: Record<string, string> = {}): Promise<Conversation> {
    const url = new URL('/agent/v1/connect', this.serverUrl.replace(/^http/, 'ws'));
    const socket = new WebSocket(url, { perMessageDeflate: false, headers, handshakeTimeout: PATIENCE_MS });
    const conversation = new Conversation(socket);
    await Promise.race([once(socket, 'open'), once(socket, 'error').then(([error]) => Promise.reject(error as Error))]);
    return conversation;
  }

  /** Answers the challenge as an agent that was enrolled at this address. */
  async introduce(conversation: Conversation, enrolledAt = 'http://localhost:8080', key = this.key): Promise<void> {
    const hello = (await conversation.next('hello')) as unknown as HelloFrame;
    const who = { deviceId: this.deviceId, key, enrolledAt: new URL(enrolledAt), agentVersion: '0.1.0', bootId: this.bootId };
    conversation.say(authFrame(hello, who, 0));
  }

  /** Connects and is welcome. */
  async connect(): Promise<Conversation> {
    const conversation = await this.knockAtGateway();
    await this.introduce(conversation);
    await conversation.next('welcome');
    return conversation;
  }
}

type Frame = Readonly<Record<string, unknown>>;

/** One connection to the gateway: what was heard, what is awaited, how it ended. */
export class Conversation {
  readonly heard: Frame[] = [];
  /** The frames exactly as they came. */
  readonly texts: string[] = [];
  readonly ended: Promise<Ending>;
  private unread = 0;
  private listeners = new Set<() => void>();

  constructor(readonly socket: WebSocket) {
    socket.on('error', () => undefined);
    socket.on('message', (data) => {
      const text = (data as Buffer).toString('utf8');
      this.texts.push(text);
      this.heard.push(JSON.parse(text) as Frame);
      this.tell();
    });
    this.ended = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        resolve({ code, reason: parsed(reason.toString('utf8')) });
        this.tell();
      });
    });
  }

  say(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** The next frame of this type that was not read yet; earlier ones of other types are skipped. */
  async next(type: string, patienceMs = PATIENCE_MS): Promise<Frame> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      while (this.unread < this.heard.length) {
        const frame = this.heard[this.unread++]!;
        if (frame['type'] === type) return frame;
      }
      if (this.socket.readyState >= WebSocket.CLOSING) throw new Error(`closed while waiting for ${type}: ${JSON.stringify(await this.ended)}`);
      if (Date.now() > deadline) throw new Error(`no ${type} within ${patienceMs} ms`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, Math.max(1, deadline - Date.now()));
        const listeners = this.listeners;
        function done(): void {
          clearTimeout(timer);
          listeners.delete(done);
          resolve();
        }
        listeners.add(done);
      });
    }
  }

  close(): void {
    this.socket.close(1000);
  }

  /** Vanishes without a word, as with a pulled plug. */
  vanish(): void {
    this.socket.terminate();
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

function parsed(reason: string): Ending['reason'] {
  try {
    return JSON.parse(reason) as Ending['reason'];
  } catch {
    return {};
  }
}
