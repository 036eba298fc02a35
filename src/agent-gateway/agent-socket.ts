import { type CloseReason, MAX_FRAME_BYTES } from '../../contracts/agent-protocol.js';
import { type RawData, WebSocket } from 'ws';

/** Where a connection stands: challenged, its answer being checked, welcome, or on its way out. */
export type SocketStage = 'challenged' | 'checking' | 'welcome' | 'closing';

/** Whoever hears what connections say and how they end. */
export interface SocketReceiver {
  /** Any sign of life. */
  heard(socket: AgentSocket): void;
  /** A frame; null for a binary one. */
  received(socket: AgentSocket, text: string | null): void;
  ended(socket: AgentSocket): void;
}

/** Past this much unread by the other side, a connection is not worth its memory. */
const MOST_UNREAD_BYTES = 8 * MAX_FRAME_BYTES;

/** One agent's connection. Its state lies on the socket itself: nothing is allocated per connection beyond this object. */
export class AgentSocket extends WebSocket {
  receiver: SocketReceiver | undefined;
  stage: SocketStage = 'challenged';
  deviceId = '';
  connectionId = '';
  bootId = '';
  nonce = '';
  /** Seconds of the gateway's own monotonic count. */
  openedAt = 0;
  heardAt = 0;
  /** The second of the minute in which it is pinged. */
  slot = 0;
  /** The minute in which frames are being counted, how many came in it, and how many of those were not frames. */
  countedMinute = 0;
  frames = 0;
  invalidFrames = 0;
  /** How many seconds it has had to take leave. */
  secondsLeaving = 0;
  /** Called with true at the next sign of life, with false when there was none. */
  probe: ((alive: boolean) => void) | null = null;

  listen(): void {
    this.on('message', onMessage).on('pong', onLife).on('ping', onLife).on('close', onClose).on('error', onError);
  }

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

// Shared by all connections; `this` is the socket.
function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
  const socket = this as AgentSocket;
  socket.receiver?.heard(socket);
  socket.receiver?.received(socket, isBinary ? null : (data as Buffer).toString('utf8'));
}

function onLife(this: WebSocket): void {
  const socket = this as AgentSocket;
  socket.receiver?.heard(socket);
}

function onClose(this: WebSocket): void {
  const socket = this as AgentSocket;
  socket.receiver?.ended(socket);
}

/** Whatever broke it, ws itself answers with the right code and `close` follows. */
function onError(): void {}
