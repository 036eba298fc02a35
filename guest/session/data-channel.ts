import WebSocket from 'ws';
import { proxyAgentFor } from '../../agent/network/proxy.js';
import { DATA_FROM_GUEST_LIMIT_BYTES, DATA_FROM_HOST_LIMIT_BYTES, GUEST_PATHS, GUEST_PING_MS } from '../../contracts/guest-protocol.js';
import { RfbSession, type Permission } from '../rfb/rfb-session.js';
import type { SharedDesktop } from '../rfb/shared-desktop.js';
import { keepAlive } from './keep-alive.js';

const HANDSHAKE_MS = 10_000;

export interface DataChannelOptions {
  readonly server: URL;
  readonly guestToken: string;
  readonly channel: string;
  readonly shared: SharedDesktop;
  readonly title: string;
  readonly may: () => Permission;
  readonly trouble: (error: Error) => void;
  /** Called once, however it ended. */
  readonly closed: () => void;
}

/** One viewer's way to the screen: a socket that this side opens, with RFB on it. */
export class DataChannel {
  private readonly socket: WebSocket;
  private rfb: RfbSession | undefined;

  constructor({ server, guestToken, channel, shared, title, may, trouble, closed }: DataChannelOptions) {
    const url = new URL(`${GUEST_PATHS.data}/${encodeURIComponent(channel)}`, server.href.replace(/^http/, 'ws'));
    const socket = new WebSocket(url, {
      perMessageDeflate: false, maxPayload: DATA_FROM_HOST_LIMIT_BYTES, handshakeTimeout: HANDSHAKE_MS, agent: proxyAgentFor(url), headers: { authorization: `Bearer ${guestToken}` },
    });
    this.socket = socket;
    const stopBeating = keepAlive(socket, GUEST_PING_MS, () => undefined);
    const broken = (reason: Error) => {
      trouble(reason);
      this.close();
    };
    socket.on('open', () => {
      this.rfb = new RfbSession({ shared, name: title, may, send: (bytes) => this.send(bytes), broken });
    });
    socket.on('message', (data) => this.rfb?.receive(data as Buffer));
    socket.on('error', trouble);
    socket.on('close', () => {
      stopBeating();
      this.rfb?.close();
      closed();
    });
  }

  release(): void {
    this.rfb?.release();
  }

  close(): void {
    this.rfb?.close();
    if (this.socket.readyState === WebSocket.OPEN) this.socket.close(1000);
    else this.socket.terminate();
  }

  /** RFB is a stream: where its messages are cut means nothing. */
  private send(bytes: Buffer): void {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    for (let at = 0; at < bytes.length; at += DATA_FROM_GUEST_LIMIT_BYTES) this.socket.send(bytes.subarray(at, at + DATA_FROM_GUEST_LIMIT_BYTES));
  }
}
