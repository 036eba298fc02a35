import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { EngineSurface } from './engine-surface.js';
import { MessageStarts } from './message-starts.js';
import type { BrowserLaunch, EngineVerdicts } from './engine-verdicts.js';
import { RecentCuts } from './recent-cuts.js';

/** How often idle and maximum time are looked at and bytes are reported. */
const LOOK_EVERY_MS = 5_000;

interface LiveLaunch {
  readonly launchId: string;
  idleMinutes: number | null;
  endsAt: Date;
  readonly sockets: Set<Duplex>;
  lastActiveAt: number;
  activeSinceReport: boolean;
  /** Those of the sockets on which the endpoint has shown files. */
  readonly showFiles: Set<Duplex>;
  fromBrowser: number;
  toBrowser: number;
  why: 'gone' | 'idle' | 'expired' | 'revoked';
}

/** The open sockets of every launch on this listener: counts them, measures them, and cuts them when their time is over. */
export class LaunchSockets {
  private readonly live = new Map<string, LiveLaunch>();
  private readonly cuts: RecentCuts;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly verdicts: EngineVerdicts,
    private readonly messages: Pick<EngineSurface, 'isKeepAlive' | 'isFilesAnswer'>,
    private readonly now: () => number,
    lookEveryMs = LOOK_EVERY_MS,
  ) {
    this.cuts = new RecentCuts(now);
    this.timer = setInterval(() => this.look(), lookEveryMs).unref();
  }

  /** To be taken before a verdict is asked; see {@link add}. */
  mark(): number {
    return this.cuts.mark();
  }

  /** Begins to follow a joined pair of sockets; cuts it when its launch was cut after the mark. */
  add(launch: BrowserLaunch, mark: number, browser: Duplex, engine: Socket): void {
    if (this.cuts.wasCutSince(launch.launchId, mark)) {
      browser.destroy();
      return;
    }
    const live = this.enter(launch);
    live.sockets.add(browser);
    const said = new MessageStarts((start) => {
      if (this.messages.isKeepAlive(start)) return;
      live.lastActiveAt = this.now();
      live.activeSinceReport = true;
    });
    browser.on('data', (chunk: Buffer) => {
      live.fromBrowser += chunk.length;
      said.push(chunk);
    });
    const answered = new MessageStarts((start) => {
      if (this.messages.isFilesAnswer(start)) live.showFiles.add(browser);
    });
    engine.on('data', (chunk: Buffer) => {
      live.toBrowser += chunk.length;
      if (launch.mode === 'files' && !live.showFiles.has(browser)) answered.push(chunk);
    });
    browser.once('close', () => this.leave(live, browser));
    if (browser.destroyed) this.leave(live, browser);
  }

  /**
   * Whether a file may be fetched beside the sockets of a launch. The engine itself would hand any file to whoever holds the cookie of
   * any share, and the endpoint asks nobody about it: so the launch must be for files, and its session let in and still open.
   */
  mayDownload({ launchId, mode }: BrowserLaunch): boolean {
    return mode === 'files' && (this.live.get(launchId)?.showFiles.size ?? 0) > 0;
  }

  /** Follows a download as part of its launch, until it is over; the connection may stay for the next one. */
  addDownload(launch: BrowserLaunch, mark: number, response: ServerResponse): void {
    const connection = response.socket!;
    if (this.cuts.wasCutSince(launch.launchId, mark)) {
      connection.destroy();
      return;
    }
    const live = this.enter(launch);
    const before = connection.bytesWritten;
    live.sockets.add(connection);
    live.lastActiveAt = this.now();
    live.activeSinceReport = true;
    response.once('close', () => {
      live.toBrowser += connection.bytesWritten - before;
      this.leave(live, connection);
    });
  }

  /** Cuts everything of a launch at once. */
  close(launchId: string, why: LiveLaunch['why'] = 'revoked'): void {
    this.cuts.cut(launchId);
    const live = this.live.get(launchId);
    if (!live) return;
    live.why = why;
    for (const socket of [...live.sockets]) socket.destroy();
  }

  closeAll(): void {
    clearInterval(this.timer);
    for (const launchId of [...this.live.keys()]) this.close(launchId);
  }

  private enter(launch: BrowserLaunch): LiveLaunch {
    let live = this.live.get(launch.launchId);
    if (live) {
      live.endsAt = launch.endsAt;
      live.idleMinutes = launch.idleMinutes;
      return live;
    }
    live = {
      launchId: launch.launchId,
      idleMinutes: launch.idleMinutes,
      endsAt: launch.endsAt,
      sockets: new Set(),
      lastActiveAt: this.now(),
      activeSinceReport: true,
      showFiles: new Set(),
      fromBrowser: 0,
      toBrowser: 0,
      why: 'gone',
    };
    this.live.set(launch.launchId, live);
    this.verdicts.launchActivity(launch.launchId, { kind: 'opened' });
    return live;
  }

  private leave(live: LiveLaunch, socket: Duplex): void {
    live.showFiles.delete(socket);
    if (!live.sockets.delete(socket) || live.sockets.size > 0) return;
    this.live.delete(live.launchId);
    this.report(live);
    this.verdicts.launchActivity(live.launchId, { kind: 'closed', why: live.why });
  }

  private look(): void {
    const now = this.now();
    for (const live of [...this.live.values()]) {
      this.report(live);
      if (now >= live.endsAt.getTime()) this.close(live.launchId, 'expired');
      else if (live.idleMinutes !== null && now - live.lastActiveAt >= live.idleMinutes * 60_000)
        this.close(live.launchId, 'idle');
    }
  }

  private report(live: LiveLaunch): void {
    if (live.fromBrowser === 0 && live.toBrowser === 0) return;
    const { fromBrowser, toBrowser, activeSinceReport: active } = live;
    live.fromBrowser = live.toBrowser = 0;
    live.activeSinceReport = false;
    this.verdicts.launchActivity(live.launchId, { kind: 'bytes', fromBrowser, toBrowser, active });
  }
}
