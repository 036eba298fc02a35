import { type CloseReason, MAX_FRAME_BYTES } from '../../contracts/agent-protocol.js';
import { WebSocket } from 'ws';

/** Where a connection stands: challenged, its answer being checked, welcome, or on its way out. */
export type SocketStage = 'challenged' | 'checking' | 'welcome' | 'closing';

/** Past this much unread by the other side, a connection is not worth its memory. */
const MOST_UNREAD_BYTES = 8 * MAX_FRAME_BYTES;

/** One agent's connection. Its state lies on the socket itself: nothing is allocated per connection beyond this object. */
export class AgentSocket extends WebSocket {
  stage: SocketStage = 'challenged';
  deviceId = '';
  connectionId = '';
  bootId = '';
  nonce = '';
  /** Seconds of the gateway's own monotonic count. */
  heardAt = 0;
  /** The minute in which frames are being counted, how many came in it, and how many of those were not frames. */
  countedMinute = 0;
  frames = 0;
  invalidFrames = 0;
  /** Called with true at the next sign of life, with false when there was none. */
  probe: ((alive: boolean) => void) | null = null;

  /** Sends a frame; a peer that no longer reads is dropped, it will come back for what it missed. */
  tell(text: string): void {
    if (this.readyState !== WebSocket.OPEN) return;
    if (this.bufferedAmount > MOST_UNREAD_BYTES) {
      this.terminate();
      return;
    }
    this.send(text);
  }

  /** Ends the connection with a coded reason; `retryIn` in seconds. */
  dismiss(code: number, reason: CloseReason): void {
    if (this.stage === 'closing') return;
    this.stage = 'closing';
    this.close(code, JSON.stringify(reason));
  }
}
