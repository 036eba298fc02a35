import { type RawData, WebSocket } from 'ws';
import { GUEST_FRAME_LIMIT_BYTES, type ServerToGuest } from '../../../contracts/guest-protocol.js';
import type { GuestRole } from '../sessions/session-news.js';

/** Past this much unread by the other side, a connection is not worth its memory. */
const MOST_UNREAD_BYTES = 8 * GUEST_FRAME_LIMIT_BYTES;
const FRAMES_PER_MINUTE = 300;
const INVALID_PER_MINUTE = 20;

/** One control connection of a guest. Its state lies on the socket itself. */
export class GuestSocket extends WebSocket {
  /** Empty until the first frame has said who it is. */
  guestId = '';
  sessionId = '';
  role: GuestRole = 'page';
  connectionId = '';
  /** The last line of the conversation that it was told. */
  chatSeq = '0';
  /** What it was told last, so that it is told changes only. */
  toldState = '';
  openedAt = 0;
  /** Pings that it has not answered. */
  unanswered = 0;
  /** What it says is done in the order in which it is said. */
  work: Promise<void> = Promise.resolve();
  private countedSince = 0;
  private frames = 0;
  private invalid = 0;

  tell(frame: ServerToGuest): void {
    if (this.readyState !== WebSocket.OPEN) return;
    if (this.bufferedAmount > MOST_UNREAD_BYTES) this.terminate();
    else this.send(JSON.stringify(frame));
  }

  /** Counts a frame, or something that was none; false when this connection sends too many. */
  spend(isValid: boolean, nowMs: number): boolean {
    if (nowMs - this.countedSince >= 60_000) {
      this.countedSince = nowMs;
      this.frames = this.invalid = 0;
    }
    this.frames += 1;
    if (!isValid) this.invalid += 1;
    return this.frames <= FRAMES_PER_MINUTE && this.invalid <= INVALID_PER_MINUTE;
  }
}

export function textOf(data: RawData, isBinary: boolean): string | null {
  return isBinary ? null : (data as Buffer).toString('utf8');
}
