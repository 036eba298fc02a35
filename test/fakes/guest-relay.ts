import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { json } from 'node:stream/consumers';
import WebSocket, { WebSocketServer } from 'ws';
import {
  CONSENT_WITHIN_MS, DATA_FROM_GUEST_LIMIT_BYTES, GUEST_CLOSE, GUEST_FRAME_LIMIT_BYTES, GUEST_PATHS, GUEST_PROTOCOL_VERSION,
  type ChatLine, type Consent, type EndReason, type GuestToServer, type Joined, type PresentHost, type ServerToGuest, type SessionForGuest,
} from '../../contracts/guest-protocol.js';
import { eventually } from '../support/eventually.js';
import { RfbViewer } from '../support/rfb-viewer.js';

const EVERYTHING: Consent = { view: true, control: true, clipboard: true };

export const SESSION: SessionForGuest = {
  id: '0190f8a0-0000-7000-8000-000000000001', name: 'Printer does not print', kind: 'support', organisation: 'Riverside Dental', hostName: 'Dana Reyes', reason: 'The printer in room 2', expiresAt: '2030-01-01T00:00:00.000Z', may: EVERYTHING,
};

/** The server's side of one guest, faithful to the contract and without a database: what the guest client can be tried out against. */
export class GuestRelay {
  /** Codes that let a guest in, each once. */
  readonly codes = new Set<string>();
  readonly frames: GuestToServer[] = [];
  readonly violations: string[] = [];
  readonly chat: ChatLine[] = [];
  consent: Consent | null = null;
  joinedAt = 0;
  welcomedAt = 0;
  private readonly tokens = new Set<string>();
  private readonly hosts: PresentHost[] = [];
  private readonly channels = new Map<string, { readonly dialled: (socket: WebSocket) => void; readonly refused: (why: Error) => void }>();
  private readonly sockets = new Set<Socket>();
  private readonly upgrades = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  private control: WebSocket | undefined;
  private server: Server | undefined;
  private port = 0;

  private constructor(readonly session: SessionForGuest) {}

  static async listen(session: Partial<SessionForGuest> = {}): Promise<GuestRelay> {
    const relay = new GuestRelay({ ...SESSION, ...session });
    await relay.start();
    return relay;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** How a client is called that was downloaded here. */
  clientName(code: string): string {
    return `support-${code}@127.0.0.1_${this.port}`;
  }

  get isGuestConnected(): boolean {
    return this.control?.readyState === WebSocket.OPEN;
  }

  /** Listens, on the port that it had before. */
  async start(): Promise<void> {
    const server = createServer((request, response) => void this.answer(request, response));
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
    server.on('upgrade', (request: IncomingMessage, socket: Socket, head) => this.upgrade(request, socket, head));
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  /** As when its process is killed: nothing is said, no port is open. */
  async kill(): Promise<void> {
    const closed = new Promise((resolve) => this.server?.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
    this.hosts.length = 0;
  }

  say(frame: ServerToGuest): void {
    this.control?.send(JSON.stringify(frame));
  }

  sayChat(text: string, from: ChatLine['from'] = 'host'): void {
    const line: ChatLine = { id: randomUUID(), from, name: from === 'host' ? this.session.hostName : 'Guest', text, at: new Date().toISOString() };
    this.chat.push(line);
    this.say({ type: 'chat', line });
  }

  askConsent(wants: Consent = EVERYTHING, withinMs = CONSENT_WITHIN_MS): void {
    this.consent = null;
    const { hostName, organisation, reason } = this.session;
    this.say({ type: 'ask-consent', hostName, organisation, reason, wants, withinMs });
  }

  /** What the guest answered to the question asked last. */
  answered(withinMs = 60_000): Promise<Consent> {
    return eventually('the guest answers', () => this.consent, { withinMs, everyMs: 20 });
  }

  /** A host opens the viewer: the guest dials, and what comes is RFB. */
  async openViewer({ control = true, clipboard = true, hostName = this.session.hostName } = {}): Promise<RfbViewer> {
    const channel = randomBytes(16).toString('hex');
    const dialling = new Promise<WebSocket>((dialled, refused) => this.channels.set(channel, { dialled, refused }));
    this.hosts.push({ name: hostName, mode: control ? 'control' : 'view' });
    this.say({ type: 'open-channel', channel, hostName, control, clipboard });
    const late = setTimeout(() => this.channels.get(channel)?.refused(new Error('the guest did not dial the channel within 20 s')), 20_000);
    const socket = await dialling.finally(() => clearTimeout(late));
    return RfbViewer.over({
      send: (bytes) => socket.send(bytes),
      receive: (listener) => socket.on('message', (data) => {
        const bytes = data as Buffer;
        if (bytes.length > DATA_FROM_GUEST_LIMIT_BYTES) this.violations.push(`a message of ${bytes.length} bytes on a data socket`);
        listener(bytes);
      }),
      closed: (listener) => socket.on('close', listener),
      close: () => socket.close(1000),
    });
  }

  end(reason: EndReason): void {
    this.say({ type: 'ended', reason });
    this.control?.close(GUEST_CLOSE.ended);
  }

  async close(): Promise<void> {
    await this.kill();
    this.upgrades.close();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = (status: number, body: object) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.method !== 'POST' || request.url !== GUEST_PATHS.join) return void reply(404, { code: 'API-NOT-FOUND-01' });
    const { code } = (await json(request)) as { code?: string };
    if (code === undefined || !this.codes.delete(code)) return void reply(404, { code: 'RA-GST-01', title: 'Code not recognised, expired or already used' });
    const guestToken = randomBytes(24).toString('base64url');
    this.tokens.add(guestToken);
    this.joinedAt = performance.now();
    reply(200, { guestToken, session: this.session, clientCode: null } satisfies Joined);
  }

  private upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    const path = request.url ?? '';
    if (path === GUEST_PATHS.control) return this.upgrades.handleUpgrade(request, socket, head, (ws) => this.controlled(ws));
    const channel = path.startsWith(`${GUEST_PATHS.data}/`) ? path.slice(GUEST_PATHS.data.length + 1) : '';
    const opened = this.channels.get(channel);
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (!opened || token === undefined || !this.tokens.has(token)) {
      this.violations.push(`a data socket at ${path}, token ${token === undefined ? 'missing' : 'given'}`);
      return void socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
    }
    this.channels.delete(channel);
    this.upgrades.handleUpgrade(request, socket, head, (ws) => {
      ws.on('message', (_, isBinary) => {
        if (!isBinary) this.violations.push('text on a data socket');
      });
      ws.on('error', (error) => this.violations.push(error.message));
      opened.dialled(ws);
    });
  }

  private controlled(socket: WebSocket): void {
    let isKnown = false;
    socket.on('message', (data, isBinary) => {
      const text = (data as Buffer).toString('utf8');
      if (isBinary || text.length > GUEST_FRAME_LIMIT_BYTES) return void this.violations.push('a control frame that is binary or too large');
      const frame = JSON.parse(text) as GuestToServer;
      this.frames.push(frame);
      if (!isKnown && frame.type !== 'hello') return void this.violations.push(`the first frame is ${frame.type}`);
      if (frame.type === 'hello') {
        if (frame.protocol !== GUEST_PROTOCOL_VERSION || frame.role !== 'client' || !frame.client) this.violations.push(`hello: ${text}`);
        if (!this.tokens.has(frame.guestToken)) return socket.close(GUEST_CLOSE.badToken);
        isKnown = true;
        this.control?.close(GUEST_CLOSE.superseded);
        this.control = socket;
        this.welcome();
      } else if (frame.type === 'consent') this.consent = frame.consent;
      else if (frame.type === 'chat') this.sayChat(frame.text, 'guest');
      else if (frame.type === 'leave') this.end('guest');
      else if (frame.type === 'trouble') this.refused(frame.detail);
    });
  }

  /** What the guest cannot do, it cannot do for any host that waits. */
  private refused(why: string): void {
    for (const { refused } of this.channels.values()) refused(new Error(why));
    this.channels.clear();
  }

  private welcome(): void {
    this.welcomedAt = performance.now();
    this.say({ type: 'welcome', session: this.session, guestName: 'Guest', step: 'connected', admitted: true, consent: null, hosts: this.hosts, chat: this.chat, currentClientVersion: '1.0.0' });
  }
}

