import { Agent, createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { EngineSurface, PageRoute } from './engine-surface.js';
import type { BrowserLaunch, EngineVerdicts } from './engine-verdicts.js';
import { forwardRequest, forwardUpgrade } from './forward.js';
import { HeldBack } from './held-back.js';
import { MessageStarts } from './message-starts.js';
import { LaunchCookies, sha256Hex } from './launch-cookies.js';
import type { LaunchSockets } from './launch-sockets.js';
import { readEntryValue } from './entry-value.js';
import { CANNOT_TELL, refuse, refuseUpgrade } from './refusal.js';

export interface PageListenerFacts {
  readonly enginePort: number;
  /** Origin under which browsers reach this listener. */
  readonly pageUrl: string;
  /** Origins that may frame the engine's page, besides itself. */
  readonly framedBy: readonly string[];
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly surface: EngineSurface;
  readonly verdicts: EngineVerdicts;
  readonly sockets: LaunchSockets;
  readonly log: (facts: Readonly<Record<string, unknown>>, message: string) => void;
}

export const ENTRY_PATH = '/latchkey/enter';

/** The origin on which browsers meet the engine: one page per launch, its files, its sockets. Everything else is 404. */
export function createPageListener(facts: PageListenerFacts): Server {
  const page = new PageListener(facts);
  const limits = { maxHeaderSize: 16_384, headersTimeout: 10_000, requestTimeout: 30_000 };
  const server = facts.tls ? createTlsServer({ ...limits, ...facts.tls, minVersion: 'TLSv1.2' }) : createServer(limits);
  server.on('request', (request, response) => void page.request(request, response));
  server.on('upgrade', (request, socket, head) => void page.upgrade(request, socket, head));
  server.on('clientError', (_error, socket) => socket.destroy());
  return server;
}

class PageListener {
  private readonly cookies: LaunchCookies;
  private readonly engine: { port: number; agent: Agent };
  private readonly publicHost: string;
  private readonly headers: Readonly<Record<string, string>>;
  private readonly origin: string;

  constructor(private readonly facts: PageListenerFacts) {
    const url = new URL(facts.pageUrl);
    const secure = url.protocol === 'https:';
    this.origin = url.origin;
    this.cookies = new LaunchCookies(secure);
    this.engine = { port: facts.enginePort, agent: new Agent({ keepAlive: true, maxSockets: 64 }) };
    this.publicHost = url.host;
    const policy = [
      ...facts.surface.contentSecurityPolicy,
      `frame-ancestors ${["'self'", ...facts.framedBy].join(' ')}`,
    ];
    this.headers = {
      'content-security-policy': policy.join('; '),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      ...(secure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
    };
  }

  async request(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = request.url ?? '';
    try {
      if (target === ENTRY_PATH) return await this.enter(request, response);
      const mark = this.facts.sockets.mark();
      const route = this.facts.surface.page(request.method ?? '', target);
      const launch = route && (await this.launchFor(route, target, request));
      if (!route || !launch) return refuse(response);
      if (route.kind === 'download') this.facts.sockets.addDownload(launch, mark, response);
      const noStore = route.kind === 'asset' ? {} : { 'cache-control': 'no-store' };
      await forwardRequest(this.engine, request, response, route.enginePath, this.publicHost, {
        ...this.headers,
        ...noStore,
      });
    } catch (error) {
      this.facts.log(
        { err: error, target: this.facts.surface.redact(target) },
        'engine page request could not be judged',
      );
      refuse(response, CANNOT_TELL);
    }
  }

  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const target = request.url ?? '';
    socket.on('error', () => socket.destroy());
    try {
      const mark = this.facts.sockets.mark();
      const route = this.facts.surface.pageSocket(target);
      // A socket is opened by our own page or not at all; a missing Origin is no browser.
      if (!route || request.headers.origin !== this.origin) return refuseUpgrade(socket);
      const launch = await this.launchOfCookie(route.relayCookie, route.remoteId, request);
      if (launch?.mode !== route.mode) return refuseUpgrade(socket);
      const engineSocket = await forwardUpgrade(this.engine, request, socket, head, route.enginePath, this.publicHost, (answers) =>
        launch.asksFirst ? this.heldBack(answers) : null,
      );
      if (engineSocket) this.facts.sockets.add(launch, mark, socket, engineSocket);
    } catch (error) {
      this.facts.log(
        { err: error, target: this.facts.surface.redact(target) },
        'engine page socket could not be judged',
      );
      refuseUpgrade(socket, CANNOT_TELL);
    }
  }

  private heldBack(answers: Socket): HeldBack {
    const { surface } = this.facts;
    const held = new HeldBack((start) => surface.isKeepAlive(start));
    const starts = new MessageStarts((start) => {
      if (surface.isLetIn(start)) held.release();
    });
    answers.on('data', (chunk: Buffer) => starts.push(chunk));
    return held;
  }

  /** Trades a one-time entry value for the cookie that binds this browser to its launch. */
  private async enter(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const value = await readEntryValue(request);
    if (value === null) return refuse(response);
    const binding = this.cookies.newBinding();
    const entry = await this.facts.verdicts.enterLaunch(sha256Hex(value), binding.hash, request.headers['user-agent'] ?? null);
    if (!entry) return refuse(response);
    response.writeHead(303, {
      ...this.headers,
      'cache-control': 'no-store',
      'content-length': 0,
      location: entry.path,
      'set-cookie': this.cookies.line(binding.hash, binding.value, entry.cookieSeconds),
    });
    response.end();
  }

  /** The live launch that may see a route from this browser, or null. */
  private async launchFor(route: PageRoute, target: string, request: IncomingMessage): Promise<BrowserLaunch | null> {
    if (route.kind === 'download') {
      const launch = await this.launchOfCookie(route.relayCookie, route.remoteId, request);
      return launch && this.facts.sockets.mayDownload(launch) ? launch : null;
    }
    return this.findLaunch(request, (launch) => route.kind === 'asset' || launch.path === target);
  }

  /** The cookie must be genuine, speak of a live launch, and that launch must belong to this very browser. */
  private async launchOfCookie(
    relayCookie: string,
    remoteId: string | null,
    request: IncomingMessage,
  ): Promise<BrowserLaunch | null> {
    if (this.cookies.hashes(request.headers.cookie).length === 0) return null;
    const verdict = await this.facts.verdicts.relayCookie('browser', relayCookie);
    if (!verdict?.shareId || (remoteId !== null && remoteId !== verdict.remoteId)) return null;
    return this.findLaunch(request, (launch) => launch.shareId === verdict.shareId);
  }

  private async findLaunch(
    request: IncomingMessage,
    fits: (launch: BrowserLaunch) => boolean,
  ): Promise<BrowserLaunch | null> {
    for (const hash of this.cookies.hashes(request.headers.cookie)) {
      const launch = await this.facts.verdicts.launchOfBrowser(hash);
      if (launch?.live && fits(launch)) return launch;
    }
    return null;
  }
}
