import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type BeforeApplicationShutdown, Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { interval } from 'rxjs';
import { type WebSocket, WebSocketServer } from 'ws';
import { problemOf } from '../../../contracts/error-catalogue.js';
import { DATA_FROM_GUEST_LIMIT_BYTES, DATA_FROM_HOST_LIMIT_BYTES, GUEST_CLOSE, GUEST_PATHS, GUEST_PING_MS } from '../../../contracts/guest-protocol.js';
import { holds, type Operator, OperatorSessions, sessionTokenIn } from '../../accounts/index.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ownOrigins } from '../../platform/http/same-site.js';
import { refuseUpgrade, takeUpgrades } from '../../platform/http/upgrades.js';
import { WakeUps } from '../../platform/wake-ups/wake-ups.js';
import { RelayNeighbours } from './relay-neighbours.js';
import { joinSockets } from './relay-pair.js';
import { closeViewing, dialChannel, type OpenedScreen, openScreen, type ScreenMode, viewingsThatMayGoOn } from './viewings.js';

const SCREEN_PATH = /^\/api\/v1\/support-sessions\/([0-9a-f-]{36})\/guests\/([0-9a-f-]{36})\/screen$/;
const LOOK_EVERY_MS = 2_000;
const DIAL_WITHIN_MS = 15_000;
const IDLE_MS = 15 * 60_000;
const LONGEST_MS = 8 * 60 * 60_000;

interface LiveScreen extends OpenedScreen {
  readonly operatorSessionId: string;
  readonly host: WebSocket;
  guest: WebSocket | null;
  readonly openedAt: number;
  movedAt: number;
  /** Pings that each side has not answered. */
  readonly unanswered: Map<WebSocket, number>;
}

/**
 * Relays screens: the host's browser on one side, the guest's client on the other, bytes that mean nothing to us between them. Which
 * screens may go on is looked at every two seconds and at every hint, so that whoever loses the right to watch is cut off at once.
 */
@Injectable()
export class ScreenRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('ScreenRelay');
  private readonly hosts = new WebSocketServer({ noServer: true, clientTracking: false, perMessageDeflate: false, maxPayload: DATA_FROM_HOST_LIMIT_BYTES });
  private readonly guests = new WebSocketServer({ noServer: true, clientTracking: false, perMessageDeflate: false, maxPayload: DATA_FROM_GUEST_LIMIT_BYTES });
  private readonly origins: ReadonlySet<string>;
  private readonly overTls: boolean;
  private readonly neighbours: RelayNeighbours;
  private readonly live = new Map<string, LiveScreen>();
  private readonly stops: (() => void)[] = [];
  private looking: Promise<void> | null = null;
  private lookAgain = false;
  private isClosing = false;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly wakeUps: WakeUps,
    private readonly sessions: OperatorSessions,
    private readonly http: HttpAdapterHost,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(WEB_CONFIG) config: WebConfig,
  ) {
    this.origins = ownOrigins(config.publicUrl);
    this.overTls = config.publicUrl.startsWith('https:');
    this.neighbours = new RelayNeighbours(config.accountsKey, config.relayHost, (channel, request, socket, head) => this.takeGuest(channel, request, socket, head));
  }

  onApplicationBootstrap(): void {
    takeUpgrades(this.http.httpAdapter.getHttpServer() as Server, (path, request, socket, head) => {
      const screen = SCREEN_PATH.exec(path);
      const isData = path.startsWith(`${GUEST_PATHS.data}/`);
      if (!screen && !isData) return false;
      const work = screen ? this.hostComes(screen[1]!, screen[2]!, request, socket, head) : this.guestDials(path.slice(GUEST_PATHS.data.length + 1), request, socket, head);
      work.catch((error: unknown) => this.refuse(socket, error));
      return true;
    });
    this.stops.push(this.wakeUps.on('guest', () => this.look()), this.wakeUps.on('revoke', () => this.look()));
    for (const [everyMs, turn] of [[LOOK_EVERY_MS, () => this.look()], [GUEST_PING_MS, () => this.ping()]] as const) {
      const wheel = interval(everyMs).subscribe(turn);
      this.stops.push(() => wheel.unsubscribe());
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isClosing = true;
    for (const stop of this.stops) stop();
    const all = [...this.live.values()];
    for (const screen of all) this.end(screen, 1012);
    await Promise.all(all.map((screen) => closeViewing(this.unit, screen.viewingId, screen.channel).catch(() => undefined)));
    await this.neighbours.close();
  }

  private async hostComes(sessionId: string, guestId: string, request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    // A socket that waits for the database may break meanwhile.
    socket.on('error', () => socket.destroy());
    if (!this.origins.has(request.headers.origin ?? '')) return refuseUpgrade(socket, 403);
    if (this.isClosing) return refuseUpgrade(socket, 503, 2);
    const mode = new URL(request.url ?? '', 'http://localhost').searchParams.get('mode') ?? 'view';
    if (mode !== 'view' && mode !== 'control') return refuseUpgrade(socket, 400);
    const operator = await this.operatorOf(request);
    if (!operator) return refuseUpgrade(socket, 401);
    if (!holds(operator, 'support-sessions.host')) return refuseUpgrade(socket, 403);
    const opened = await openScreen(this.unit, operator, sessionId, guestId, mode satisfies ScreenMode, await this.neighbours.address());
    this.hosts.handleUpgrade(request, socket, head, (host) => this.follow(opened, operator.sessionId, host));
    if (!this.live.has(opened.channel)) await closeViewing(this.unit, opened.viewingId, opened.channel);
  }

  private async operatorOf(request: IncomingMessage): Promise<Operator | null> {
    const token = sessionTokenIn(request.headers.cookie, this.overTls);
    const operator = token === null ? null : await this.sessions.operatorOf(token);
    return operator?.stage === 'complete' ? operator : null;
  }

  private follow(opened: OpenedScreen, operatorSessionId: string, host: WebSocket): void {
    const now = this.clock.now().getTime();
    const screen: LiveScreen = { ...opened, operatorSessionId, host, guest: null, openedAt: now, movedAt: now, unanswered: new Map() };
    this.live.set(opened.channel, screen);
    host.pause();
    this.watch(screen, host);
    host.on('close', () => this.left(screen));
  }

  private watch({ unanswered }: LiveScreen, socket: WebSocket): void {
    unanswered.set(socket, 0);
    socket.on('pong', () => unanswered.set(socket, 0));
    socket.on('error', () => undefined);
  }

  private async guestDials(channel: string, request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    const token = /^Bearer ([A-Za-z0-9_-]{32})$/.exec(request.headers.authorization ?? '')?.[1];
    // No browser dials here.
    if (request.headers.origin !== undefined || token === undefined || !/^[A-Za-z0-9_-]{32}$/.test(channel)) return refuseUpgrade(socket, 403);
    const dialled = await dialChannel(this.unit.reads, channel, token);
    if (!dialled) return refuseUpgrade(socket, 403);
    if (dialled.relayUrl === (await this.neighbours.address())) this.takeGuest(channel, request, socket, head);
    else this.neighbours.passOn(dialled.relayUrl, channel, request, socket, head);
  }

  private takeGuest(channel: string, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const screen = this.live.get(channel);
    if (!screen || screen.guest) return refuseUpgrade(socket, 410);
    this.guests.handleUpgrade(request, socket, head, (guest) => {
      screen.guest = guest;
      this.watch(screen, guest);
      joinSockets(screen.host, guest, () => (screen.movedAt = this.clock.now().getTime()));
      screen.host.resume();
    });
  }

  private left(screen: LiveScreen): void {
    if (!this.live.delete(screen.channel)) return;
    if (!screen.guest) screen.host.terminate();
    if (!this.isClosing) void closeViewing(this.unit, screen.viewingId, screen.channel).catch((error: unknown) => this.log.warn(`the end of a screen could not be noted: ${String(error)}`));
  }

  /** A goodbye that nobody answers keeps nothing open. */
  private end(screen: LiveScreen, code: number): void {
    for (const socket of [screen.host, screen.guest]) {
      if (!socket) continue;
      if (socket.isPaused) socket.resume();
      socket.close(code);
      const gone = interval(1_000).subscribe(() => {
        gone.unsubscribe();
        socket.terminate();
      });
      socket.once('close', () => gone.unsubscribe());
    }
  }

  /** One look at a time; asked for meanwhile, another follows. */
  private look(): void {
    if (this.live.size === 0) return;
    if (this.looking) {
      this.lookAgain = true;
      return;
    }
    this.looking = this.cutOff()
      .catch((error: unknown) => this.log.warn(`it could not be looked which screens may go on: ${String(error)}`))
      .finally(() => {
        this.looking = null;
        if (!this.lookAgain) return;
        this.lookAgain = false;
        this.look();
      });
  }

  private async cutOff(): Promise<void> {
    const held = [...this.live.values()];
    // Without an answer nobody can say that he is still allowed to watch.
    const good = await viewingsThatMayGoOn(this.unit, this.sessions, held).catch(() => new Set<string>());
    const now = this.clock.now().getTime();
    for (const screen of held) {
      const isLate = screen.guest === null && now - screen.openedAt > DIAL_WITHIN_MS;
      const isOver = now - screen.movedAt > IDLE_MS || now - screen.openedAt > LONGEST_MS;
      if (!good.has(screen.viewingId) || isLate || isOver) this.end(screen, GUEST_CLOSE.ended);
    }
  }

  private ping(): void {
    for (const { unanswered } of this.live.values()) {
      for (const [socket, missed] of unanswered) {
        // What is held back cannot answer.
        if (socket.isPaused) continue;
        if (missed >= 2) socket.terminate();
        else socket.ping();
        unanswered.set(socket, missed + 1);
      }
    }
  }

  private refuse(socket: Duplex, error: unknown): void {
    if (!(error instanceof DomainError)) this.log.warn(`a screen could not be opened: ${String(error)}`);
    refuseUpgrade(socket, error instanceof DomainError ? (problemOf(error.code)?.status ?? 500) : 503, error instanceof DomainError ? undefined : 2);
  }
}
