import { createHash, randomBytes } from 'node:crypto';
import { WebSocket } from 'ws';
import { GUEST_PATHS, GUEST_PROTOCOL_VERSION, type Joined, type GuestToServer, type ServerToGuest, solveProofOfWork } from '../../contracts/guest-protocol.js';
import type { WebConfig } from '../../src/platform/config/process-config.js';
import { startWeb, type RunningWeb } from '../../src/web.js';
import pino from 'pino';
import { danaSetsUp } from '../personas/dana.js';
import type { BrowserSession } from './browser-session.js';
import { eventually } from './over-the-wire.js';
import { startWebForTest, type WebUnderTest } from './running-web.js';

/** The origin under which tests serve the console. */
export const OWN_ORIGIN = 'http://localhost:8080';

/** What a guest's page or client receives over its control connection. */
export class GuestOnTheWire {
  readonly received: ServerToGuest[] = [];
  closed: number | null = null;
  private constructor(
    readonly socket: WebSocket,
    readonly token: string,
  ) {
    socket.on('message', (data: Buffer) => this.received.push(JSON.parse(data.toString()) as ServerToGuest));
    socket.on('close', (code) => (this.closed = code));
    socket.on('error', () => undefined);
  }

  static async connect(url: string, guestToken: string, role: 'page' | 'client'): Promise<GuestOnTheWire> {
    const socket = new WebSocket(url.replace('http', 'ws') + GUEST_PATHS.control, role === 'page' ? { origin: OWN_ORIGIN } : {});
    const guest = new GuestOnTheWire(socket, guestToken);
    await new Promise<void>((done, fail) => socket.once('open', done).once('error', fail));
    guest.say({ type: 'hello', protocol: GUEST_PROTOCOL_VERSION, guestToken, role, ...(role === 'client' ? { client: { version: '1.0.0', platform: 'linux-x64', os: 'Debian 12' } } : {}) });
    return guest;
  }

  say(frame: GuestToServer | object): void {
    this.socket.send(JSON.stringify(frame));
  }

  /** The first frame of this type that fits. */
  async next<T extends ServerToGuest['type']>(type: T, fits: (frame: Extract<ServerToGuest, { type: T }>) => boolean = () => true): Promise<Extract<ServerToGuest, { type: T }>> {
    return eventually(`a frame "${type}" among ${JSON.stringify(this.received.map((frame) => frame.type))}`, () =>
      this.received.find((frame): frame is Extract<ServerToGuest, { type: T }> => frame.type === type && fits(frame as Extract<ServerToGuest, { type: T }>)));
  }

  async end(): Promise<number> {
    await eventually('the connection ends', () => this.closed !== null);
    return this.closed!;
  }

  vanish(): void {
    this.socket.terminate();
  }
}

/** A session with what was shown of it once. */
export interface MadeSession {
  readonly id: string;
  readonly code: string;
  readonly link: string;
  /** The secret of the link. */
  readonly token: string;
}

interface ScreenChoices {
  readonly mode?: string;
  /** Null: none is said, as by what is no browser. */
  readonly origin?: string | null;
  readonly browser?: BrowserSession;
  readonly url?: string;
}

export class SupportScene {
  private readonly further: RunningWeb[] = [];
  private constructor(
    readonly web: WebUnderTest,
    readonly dana: BrowserSession,
    private readonly choices: Partial<WebConfig>,
  ) {}

  static async begin(choices: Partial<WebConfig> = {}): Promise<SupportScene> {
    const shared = { trustedProxy: '127.0.0.1', accountsKey: randomBytes(32).toString('base64url'), ...choices };
    const web = await startWebForTest(shared);
    return new SupportScene(web, await danaSetsUp(web), shared);
  }

  /** A further web process on the same database. */
  async another(): Promise<RunningWeb> {
    const web = await startWeb(
      {
        databaseUrl: this.web.database.webUrl, host: '127.0.0.1', port: 0, publicUrl: OWN_ORIGIN, trustedProxy: '127.0.0.1', tls: null, consoleDir: '/nowhere', agentDir: '/nowhere', separation: 'reduced',
        accountsKey: '', olderAccountsKeys: [], webhookAllow: [], networksFile: null, signOnAllow: [], guestDir: '/nowhere', relayHost: '127.0.0.1', turn: null, metricsPort: null, engine: null, ...this.choices,
      },
      pino({ level: 'silent' }),
    );
    this.further.push(web);
    return web;
  }

  async query<T = Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<T[]> {
    return this.web.database.dataSource.query(sql, values);
  }

  async made(body: object = {}, host = this.dana): Promise<MadeSession> {
    const answer = await host.post('/support-sessions', { name: 'Printer', ...body });
    if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
    const { id, code, link } = answer.body as { id: string; code: { code: string }; link: string };
    return { id, code: code.code, link, token: link.split('#')[1]! };
  }

  /** One try to join. `from` is the address that the proxy tells of. */
  async join(body: object, { from = '198.51.100.7', page = true, url = this.web.url }: { from?: string; page?: boolean; url?: string } = {}): Promise<{ status: number; headers: Headers; body: Joined & { code: string; proofOfWork?: Parameters<typeof solveProofOfWork>[0] } }> {
    const response = await fetch(url + GUEST_PATHS.join, {
      method: 'POST', headers: { 'content-type': 'application/json', 'x-forwarded-for': from, ...(page ? { origin: OWN_ORIGIN } : {}) }, body: JSON.stringify(body),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as never };
  }

  /** The same, with the work done where it is asked for. */
  async joinWithWork(body: object, options: Parameters<SupportScene['join']>[1] = {}): ReturnType<SupportScene['join']> {
    const first = await this.join(body, options);
    if (!first.body.proofOfWork) return first;
    return this.join({ ...body, proofOfWork: solveProofOfWork(first.body.proofOfWork, (text) => createHash('sha256').update(text).digest()) }, options);
  }

  /** A guest whose client is connected, admitted, and has allowed this. */
  async guestWithScreen(session: MadeSession, consent = { view: true, control: true, clipboard: true }, url = this.web.url): Promise<{ guestId: string; page: string; client: GuestOnTheWire }> {
    const joined = await this.join({ code: session.code });
    if (joined.status !== 200) throw new Error(`${joined.status} ${JSON.stringify(joined.body)}`);
    const asClient = await this.join({ code: joined.body.clientCode! }, { page: false });
    const client = await GuestOnTheWire.connect(url, asClient.body.guestToken, 'client');
    await client.next('welcome');
    const guestId = await this.guestOf(session.id);
    const admitted = await this.dana.post(`/support-sessions/${session.id}/guests/${guestId}/admit`);
    if (admitted.status !== 200) throw new Error(`${admitted.status} ${JSON.stringify(admitted.body)}`);
    await client.next('ask-consent');
    client.say({ type: 'consent', consent });
    await client.next('state', (state) => state.consent !== null);
    return { guestId, page: joined.body.guestToken, client };
  }

  async guestOf(sessionId: string): Promise<string> {
    return (await this.query<{ id: string }>('SELECT id FROM support_guest WHERE session_id = $1 ORDER BY joined_at LIMIT 1', [sessionId]))[0]!.id;
  }

  /** Opens a screen as the host's browser does; the status of a refusal is thrown as a number. */
  async screen(sessionId: string, guestId: string, { mode = 'view', origin = OWN_ORIGIN, browser = this.dana, url = this.web.url }: ScreenChoices = {}): Promise<WebSocket> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/support-sessions/${sessionId}/guests/${guestId}/screen?mode=${mode}`, { headers: { cookie: browser.cookieHeader }, ...(origin === null ? {} : { origin }) });
    await opened(socket);
    return socket;
  }

  /** Dials a channel as the guest's client does. */
  async dial(channel: string, token: string, { url = this.web.url, origin = null as string | null } = {}): Promise<WebSocket> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}${GUEST_PATHS.data}/${channel}`, { headers: { authorization: `Bearer ${token}` }, ...(origin === null ? {} : { origin }) });
    await opened(socket);
    return socket;
  }

  async end(): Promise<void> {
    for (const web of this.further) await web.close();
    await this.web.close();
  }
}

async function opened(socket: WebSocket): Promise<void> {
  await new Promise<void>((done, fail) => {
    socket.once('open', done);
    socket.once('unexpected-response', (_request, response) => {
      response.resume();
      fail(new Error(`refused with ${response.statusCode}`));
    });
    socket.once('error', fail);
  });
  socket.on('error', () => undefined);
}

/** When and with which code a connection ends. */
export async function endOf(socket: WebSocket, withinMs = 8_000): Promise<{ code: number; afterMs: number }> {
  const begun = performance.now();
  if (socket.readyState === WebSocket.CLOSED) return { code: 1006, afterMs: 0 };
  const code = await Promise.race([new Promise<number>((done) => socket.once('close', done)), new Promise<never>((_, fail) => setTimeout(() => fail(new Error('it did not end')), withinMs).unref())]);
  return { code, afterMs: performance.now() - begun };
}
