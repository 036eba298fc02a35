import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type BeforeApplicationShutdown, Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { interval } from 'rxjs';
import { WebSocketServer } from 'ws';
import { GUEST_CLOSE, GUEST_FRAME_LIMIT_BYTES, GUEST_PATHS, GUEST_PING_MS, type GuestToServer, type ServerToGuest } from '../../../contracts/guest-protocol.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { ownOrigins } from '../../platform/http/same-site.js';
import { refuseUpgrade, takeUpgrades } from '../../platform/http/upgrades.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { WakeUps } from '../../platform/wake-ups/wake-ups.js';
import { GuestClients } from '../joining/guest-clients.js';
import { readGuestFrame } from '../joining/guest-requests.js';
import { ActOnFrame } from './act-on-frame.js';
import { receiveGuest } from './guest-arrival.js';
import { GuestSocket, textOf } from './guest-socket.js';
import { chatSince, guestState } from './guest-state.js';
import { noteGuestsGone, noteGuestsSeen } from './guest-presence.js';

const PROVE_WITHIN_MS = 10_000;
const MOST_UNPROVEN = 500;
/** A lost hint costs no more than this. */
const LOOK_EVERY_MS = 4_000;

/**
 * The control connections of guests at this process. What is to be told is in the database; a hint says for whom, and each process
 * that holds a connection of that guest fetches it. No frame, whatever it holds, ends this process.
 */
@Injectable()
export class GuestControl implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('GuestControl');
  private readonly server = new WebSocketServer<typeof GuestSocket>({ noServer: true, clientTracking: false, perMessageDeflate: false, maxPayload: GUEST_FRAME_LIMIT_BYTES, WebSocket: GuestSocket });
  private readonly origins: ReadonlySet<string>;
  private readonly unproven = new Set<GuestSocket>();
  private readonly sockets = new Map<string, Set<GuestSocket>>();
  private readonly stops: (() => void)[] = [];
  private isClosing = false;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly wakeUps: WakeUps,
    private readonly acting: ActOnFrame,
    private readonly clients: GuestClients,
    private readonly http: HttpAdapterHost,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(WEB_CONFIG) private readonly config: WebConfig,
  ) {
    this.origins = ownOrigins(config.publicUrl);
  }

  onApplicationBootstrap(): void {
    takeUpgrades(this.http.httpAdapter.getHttpServer() as Server, (path, request, socket, head) => {
      if (path !== GUEST_PATHS.control) return false;
      this.upgrade(request, socket, head);
      return true;
    });
    this.stops.push(this.wakeUps.on('guest', (guestId) => (guestId === '' ? this.lookAtAll() : this.look(guestId))));
    for (const [everyMs, turn] of [[GUEST_PING_MS, () => this.ping()], [LOOK_EVERY_MS, () => this.lookAtAll()]] as const) {
      const wheel = interval(everyMs).subscribe(turn);
      this.stops.push(() => wheel.unsubscribe());
    }
  }

  /** Guests come back by themselves, to whichever process there is then. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isClosing = true;
    for (const stop of this.stops) stop();
    const all = [...this.unproven, ...this.all()];
    for (const socket of all) socket.close(1012);
    await Promise.all(all.map((socket) => socket.work));
    await noteGuestsGone(this.unit, all.filter(({ guestId }) => guestId !== '')).catch((error: unknown) => this.log.warn(`guests could not be noted as gone: ${String(error)}`));
    for (const socket of all) socket.terminate();
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { origin } = request.headers;
    // The page names its origin; the client has none.
    if (origin !== undefined && !this.origins.has(origin)) return refuseUpgrade(socket, 403);
    if (this.isClosing || this.unproven.size >= MOST_UNPROVEN) return refuseUpgrade(socket, 503, 5);
    this.server.handleUpgrade(request, socket, head, (guest) => this.follow(guest));
  }

  private follow(socket: GuestSocket): void {
    socket.openedAt = this.clock.now().getTime();
    socket.connectionId = this.ids.uuid();
    this.unproven.add(socket);
    socket.on('message', (data, isBinary) => this.received(socket, textOf(data, isBinary)));
    socket.on('pong', () => (socket.unanswered = 0));
    socket.on('close', () => this.ended(socket));
    socket.on('error', () => undefined);
  }

  private received(socket: GuestSocket, text: string | null): void {
    const frame = text === null ? null : readGuestFrame(text);
    if (!socket.spend(frame !== null, this.clock.now().getTime())) return socket.close(GUEST_CLOSE.slowDown);
    if (frame === null) return;
    if (socket.guestId === '' && frame.type !== 'hello') return socket.close(GUEST_CLOSE.badToken);
    socket.work = socket.work.then(() => this.act(socket, frame)).catch((error: unknown) => {
      this.log.warn(`a frame of a guest came to nothing: ${String(error)}`);
      socket.close(1013);
    });
  }

  private async act(socket: GuestSocket, frame: GuestToServer): Promise<void> {
    if (frame.type === 'hello') return socket.guestId === '' && socket.readyState === socket.OPEN ? this.receive(socket, frame) : undefined;
    // Also of one that has gone since: who leaves says so with his last frame.
    const answer = await this.acting.run(socket.guestId, socket.role, frame, this.config.publicUrl);
    if (answer) socket.tell(answer);
  }

  private async receive(socket: GuestSocket, hello: Extract<GuestToServer, { type: 'hello' }>): Promise<void> {
    const reception = await receiveGuest(this.unit, hello, socket.connectionId, await this.clients.currentVersion());
    this.unproven.delete(socket);
    if (reception.kind === 'unknown') return socket.close(GUEST_CLOSE.badToken);
    if (reception.kind === 'too-old') return socket.close(GUEST_CLOSE.tooOld);
    const { guestId, sessionId } = reception.state;
    Object.assign(socket, { guestId, sessionId, role: hello.role });
    if (reception.kind === 'ended') return this.sayEnd(socket, reception.state.endReason ?? 'host');
    this.sockets.set(guestId, (this.sockets.get(guestId) ?? new Set()).add(socket));
    // It may be gone by now, which nobody has noted for it.
    if (socket.readyState !== socket.OPEN) return this.ended(socket);
    socket.chatSeq = reception.chatSeq;
    for (const frame of reception.frames) socket.tell(frame);
    this.look(guestId);
  }

  private look(guestId: string): void {
    for (const socket of this.sockets.get(guestId) ?? []) {
      socket.work = socket.work.then(() => this.refresh(socket)).catch((error: unknown) => this.log.warn(`a guest could not be told just now: ${String(error)}`));
    }
  }

  private async refresh(socket: GuestSocket): Promise<void> {
    if (socket.readyState !== socket.OPEN) return;
    const state = await guestState(this.unit.reads, socket.guestId);
    if (!state || state.step === 'ended') return this.sayEnd(socket, state?.endReason ?? 'host');
    if ((socket.role === 'page' ? state.pageSocket : state.clientSocket) !== socket.connectionId) return socket.close(GUEST_CLOSE.superseded);
    const { step, admitted, consent, hosts } = state;
    const frame: ServerToGuest = { type: 'state', step, admitted, consent, hosts };
    const told = JSON.stringify(frame);
    if (told !== socket.toldState) socket.tell(frame);
    socket.toldState = told;
    for (const { seq, line } of await chatSince(this.unit.reads, socket.sessionId, socket.chatSeq)) {
      socket.chatSeq = seq;
      socket.tell({ type: 'chat', line });
    }
    for (const body of await this.mailOf(socket)) socket.tell(body);
  }

  private async mailOf({ guestId, role }: GuestSocket): Promise<ServerToGuest[]> {
    const mails: { body: ServerToGuest }[] = await this.unit.reads.query(
      `WITH taken AS (DELETE FROM support_guest_mail WHERE guest_id = $1 AND role = $2 RETURNING id, body, made_at)
       SELECT body FROM taken WHERE made_at > now() - interval '30 seconds' ORDER BY id`,
      [guestId, role],
    );
    return mails.map(({ body }) => body);
  }

  private sayEnd(socket: GuestSocket, reason: Extract<ServerToGuest, { type: 'ended' }>['reason']): void {
    socket.tell({ type: 'ended', reason });
    socket.close(GUEST_CLOSE.ended);
  }

  private ended(socket: GuestSocket): void {
    this.unproven.delete(socket);
    const own = this.sockets.get(socket.guestId);
    if (!own?.delete(socket)) return;
    if (own.size === 0) this.sockets.delete(socket.guestId);
    if (!this.isClosing) void noteGuestsGone(this.unit, [socket]).catch((error: unknown) => this.log.warn(`a guest could not be noted as gone: ${String(error)}`));
  }

  private ping(): void {
    const now = this.clock.now().getTime();
    for (const socket of this.unproven) if (now - socket.openedAt > PROVE_WITHIN_MS) socket.terminate();
    for (const socket of this.all()) {
      if (socket.unanswered >= 2) socket.terminate();
      else socket.ping();
      socket.unanswered += 1;
    }
    void noteGuestsSeen(this.unit, this.all()).catch((error: unknown) => this.log.warn(`guests could not be noted as seen: ${String(error)}`));
  }

  private lookAtAll(): void {
    for (const guestId of this.sockets.keys()) this.look(guestId);
  }

  private all(): GuestSocket[] {
    return [...this.sockets.values()].flatMap((sockets) => [...sockets]);
  }
}
