import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { ClientFrames } from './client-frames.js';
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
    private readonly isKeepAlive: (start: Buffer) => boolean,
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
    const frames = new ClientFrames((start) => {
      if (this.isKeepAlive(start)) return;
      live.lastActiveAt = this.now();
      live.activeSinceReport = true;
    });
    browser.on('data', (chunk: Buffer) => {
      live.fromBrowser += chunk.length;
      frames.push(chunk);
    });
    engine.on('data', (chunk: Buffer) => {
      live.toBrowser += chunk.length;
    });
    browser.once('close', () => this.leave(live, browser));
    if (browser.destroyed) this.leave(live, browser);
  }

  /** Follows a download as part of its launch. */
  addDownload(launch: BrowserLaunch, mark: number, connection: Socket): void {
    if (this.cuts.wasCutSince(launch.launchId, mark)) {
      connection.destroy();
      return;
    }
    const live = this.enter(launch);
    const before = connection.bytesWritten;
    live.sockets.add(connection);
    live.lastActiveAt = this.now();
    live.activeSinceReport = true;
    connection.once('close', () => {
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
      fromBrowser: 0,
      toBrowser: 0,
      why: 'gone',
    };
    this.live.set(launch.launchId, live);
    this.verdicts.launchActivity(launch.launchId, { kind: 'opened' });
    return live;
  }

  private leave(live: LiveLaunch, socket: Duplex): void {
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
