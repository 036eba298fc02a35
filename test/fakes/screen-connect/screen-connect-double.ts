import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { ExtensionMethods, WebMethodError, type ExtensionFaults } from './extension-methods.js';
import { IDENTITY, installer, loginPage, NOT_FOUND, publicPage, type ServedInstaller, type ServerIdentity } from './public-pages.js';
import type { Dialect } from './session-json.js';
import { SessionStore } from './session-store.js';
import { canBuildPackages, debPackage } from './client-package.js';
import { Relay } from './relay.js';
import { AgentSimulator, GuestSimulator, HostSimulator, type AgentFacts } from './simulators.js';
import { TriggerDispatcher } from './trigger-dispatcher.js';

/** Section 1.1: the same on every server. */
export const EXTENSION = '2d558935-686a-4bd0-9991-07539f5fe749';

/** One answer that goes wrong (sections 2.0 and 11). `acted` ones do what was asked first. */
export type Fault =
  | { readonly status: number; readonly retryAfter?: string; readonly acted?: boolean; readonly location?: string; readonly body?: string; readonly type?: string }
  /** What was true when it was asked, said so much later. */
  | { readonly lateMs: number }
  | 'login page'
  | 'empty list'
  | 'hang up'
  | 'hang up after acting'
  | 'silence'
  | 'endless';

export interface Switches extends ExtensionFaults, Dialect {
  secret: string;
  /** Null: the setting is empty and no origin is asked for. */
  allowedOrigin: string | null;
  hidesServerHeader: boolean;
  extensionMissing: boolean;
  installerNames: readonly string[];
  /** More calls than this within a minute of the double's clock are answered with 429; nothing is documented (section 8.2). */
  callsPerMinute: number;
  triggerTarget: URL | null;
}

export interface CallSeen {
  readonly method: string;
  readonly body: unknown;
}

export interface DoubleOptions {
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly identity?: Partial<ServerIdentity>;
  readonly now?: () => Date;
  /** Its deb package can be installed, and what that installs connects to a relay of the double's. */
  readonly realClients?: boolean;
  /** Where these connect to, for a server that comes back; else a port of its own choice. */
  readonly relayPort?: number;
}

const PREFIX = `/App_Extensions/${EXTENSION}/Service.ashx/`;
const JSON_TYPE = 'application/json; charset=utf-8';

/** A ScreenConnect server on the wire, as far as its public surface is documented. It is told nothing by whoever asks it over HTTP. */
export class ScreenConnectDouble {
  readonly switches: Switches = {
    secret: 'the-secret-of-the-double', allowedOrigin: null, hidesServerHeader: false, extensionMissing: false, oldExtension: false, messageArity: 2,
    truncateAt: 1_000, sessionTypeAsText: false, propertiesAsObject: false, withoutGuestInfo: false, neverWithoutZone: false, unknownMembers: false,
    installerNames: ['ScreenConnect'], callsPerMinute: Number.POSITIVE_INFINITY, triggerTarget: null,
  };
  readonly identity: ServerIdentity;
  readonly store: SessionStore;
  readonly guests: GuestSimulator;
  readonly hosts: HostSimulator;
  readonly triggers: TriggerDispatcher;
  readonly calls: CallSeen[] = [];
  readonly installers: ServedInstaller[] = [];
  /** Taken by the next calls of the extension, one each. */
  readonly faults: Fault[] = [];
  /** The same for the next calls of one method. */
  readonly faultsOf: Record<string, Fault[]> = {};
  /** Makes up the answer of every call of the extension, where it is set. */
  madeUp: (() => { readonly status: number; readonly type: string; readonly body: string }) | null = null;
  private readonly methods: ExtensionMethods;
  private readonly server: Server;
  private readonly relay: Relay | null;
  private readonly packages = new Map<string, Buffer>();
  private minute: number[] = [];

  constructor(private readonly options: DoubleOptions = {}) {
    const now = options.now ?? (() => new Date());
    this.identity = { ...IDENTITY, ...options.identity };
    this.store = new SessionStore(now);
    this.guests = new GuestSimulator(this.store);
    this.hosts = new HostSimulator(this.store);
    this.triggers = new TriggerDispatcher(this.store, this.switches, () => this.switches.triggerTarget);
    this.methods = new ExtensionMethods(this.store, this.switches, this.switches, 'RESTful API');
    this.relay = options.realClients ? new Relay(this.store, () => this.identity.version) : null;
    const listener: RequestListener = (asked, answer) => void this.answer(asked, answer).catch(() => answer.destroy());
    this.server = options.tls ? createTlsServer(options.tls, listener) : createServer(listener);
  }

  /** Listens on loopback, on a port of its own choice unless it is given one; returns the port. */
  async start(port = 0): Promise<number> {
    if (this.relay) this.identity.relayPort = await this.relay.start(this.options.relayPort ?? 0);
    await new Promise<void>((done) => this.server.listen(port, '127.0.0.1', done));
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    await this.relay?.stop();
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  install(facts: AgentFacts): AgentSimulator {
    return new AgentSimulator(this.store, facts);
  }

  private async answer(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const url = new URL(asked.url!, 'http://double');
    // Section 1.6: any answer names the version, unless something before the server hides it.
    answer.setHeader('server', this.switches.hidesServerHeader ? 'Microsoft-HTTPAPI/2.0' : `ScreenConnect/${this.identity.version}`);
    if (url.pathname.startsWith(PREFIX)) return this.answerExtension(url.pathname.slice(PREFIX.length), asked, answer);
    const page =
      installer(url, this.switches.installerNames, this.identity, (served) => this.installers.push(served), (served) => this.packageOf(served)) ??
      publicPage(url.pathname, this.identity) ??
      NOT_FOUND;
    answer.writeHead(page.status, { 'content-type': page.type, 'content-length': Buffer.byteLength(page.body) });
    answer.end(asked.method === 'HEAD' ? undefined : page.body);
  }

  private async answerExtension(method: string, asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await bodyOf(asked);
    this.calls.push({ method, body });
    if (this.madeUp) {
      const { status, type, body: text } = this.madeUp();
      return void answer.writeHead(status, { 'content-type': type }).end(text);
    }
    const fault = this.faultsOf[method]?.shift() ?? this.faults.shift();
    if (fault) return this.goWrong(fault, method, body, asked, answer);
    if (this.tooMany()) return void answer.writeHead(429, { 'content-type': 'text/plain', 'retry-after': '7' }).end('Too many requests');
    if (this.switches.extensionMissing) return void answer.writeHead(404, { 'content-type': NOT_FOUND.type }).end(NOT_FOUND.body);
    this.act(method, body, asked, answer);
  }

  /** Section 1.1 for who may ask, section 2.0 for how it is refused. */
  private act(method: string, body: unknown, asked: IncomingMessage, answer: ServerResponse): void {
    const { secret, allowedOrigin } = this.switches;
    if (asked.headers.ctrlauthheader !== secret) return refuse(answer, 401, 'SecurityException', 'Needs permission');
    if (allowedOrigin !== null && asked.headers.origin !== allowedOrigin) return refuse(answer, 403, 'SecurityException', 'Origin is not allowed');
    if (!/^application\/json\b/.test(asked.headers['content-type'] ?? '')) return refuse(answer, 500, 'InvalidOperationException', 'Content type is not supported');
    try {
      const result = this.methods.call(method, body);
      if (result === undefined) answer.writeHead(200).end();
      else answer.writeHead(200, { 'content-type': JSON_TYPE }).end(JSON.stringify(result));
    } catch (error) {
      if (!(error instanceof WebMethodError)) throw error;
      refuse(answer, 500, error.errorType, error.message);
    }
  }

  private goWrong(fault: Fault, method: string, body: unknown, asked: IncomingMessage, answer: ServerResponse): void {
    if (fault === 'hang up') return void asked.socket.destroy();
    if (fault === 'silence') return;
    if (fault === 'login page') return void answer.writeHead(200, { 'content-type': 'text/html' }).end(loginPage());
    if (fault === 'empty list') return void answer.writeHead(200, { 'content-type': JSON_TYPE }).end('[]');
    if (fault === 'endless') return pour(answer);
    if (fault === 'hang up after acting') {
      this.methods.call(method, body);
      return void asked.socket.destroy();
    }
    if ('lateMs' in fault) {
      const text = JSON.stringify(this.methods.call(method, body) ?? null);
      return void setTimeout(() => answer.writeHead(200, { 'content-type': JSON_TYPE }).end(text), fault.lateMs).unref();
    }
    if (fault.acted) this.methods.call(method, body);
    const { status, retryAfter, location, type = 'text/plain', body: text = 'no' } = fault;
    answer.writeHead(status, { 'content-type': type, ...(retryAfter && { 'retry-after': retryAfter }), ...(location && { location }) }).end(text);
  }

  /** The same address always gives the same bytes. */
  private packageOf({ format, parameters }: ServedInstaller): Buffer | undefined {
    if (!this.relay || format !== 'deb' || !canBuildPackages()) return undefined;
    const key = JSON.stringify([this.identity, parameters]);
    const built = this.packages.get(key) ?? debPackage(this.identity, parameters);
    this.packages.set(key, built);
    return built;
  }

  private tooMany(): boolean {
    const now = this.store.now().getTime();
    this.minute = [...this.minute.filter((at) => at > now - 60_000), now];
    return this.minute.length > this.switches.callsPerMinute;
  }
}

function refuse(answer: ServerResponse, status: number, errorType: string, message: string): void {
  answer.writeHead(status, { 'content-type': JSON_TYPE }).end(JSON.stringify({ errorType, message, detail: '' }));
}

function pour(answer: ServerResponse): void {
  answer.writeHead(200, { 'content-type': JSON_TYPE });
  answer.on('error', () => undefined);
  const more = (): void => void (answer.destroyed || answer.write(' '.repeat(65_536), () => setImmediate(more)));
  more();
}

async function bodyOf(asked: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of asked) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  try {
    return text === '' ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}
