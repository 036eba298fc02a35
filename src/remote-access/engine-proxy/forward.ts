import {
  request as httpRequest,
  type Agent,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { requestHeaders, responseHeaders, switchingProtocols, upgradeHeaders } from './forwarded-headers.js';
import { refuse, refuseUpgrade } from './refusal.js';

const ANSWERS_WITHIN_MS = 15_000;

export interface EngineTarget {
  readonly port: number;
  readonly agent?: Agent;
}

/** Passes a GET to the engine and its answer back, with the given headers on top. Whatever it answers but success is 404. */
export function forwardRequest(
  engine: EngineTarget,
  request: IncomingMessage,
  response: ServerResponse,
  enginePath: string,
  publicHost: string,
  extraHeaders: OutgoingHttpHeaders,
): Promise<void> {
  return new Promise((resolve) => {
    const onward = httpRequest({
      host: '127.0.0.1',
      port: engine.port,
      agent: engine.agent,
      method: 'GET',
      path: enginePath,
      headers: requestHeaders(request, publicHost),
    });
    // A download waits for the endpoint, so only the time to the first byte is bounded.
    const giveUp = setTimeout(() => onward.destroy(new Error('timeout')), ANSWERS_WITHIN_MS);
    onward.once('response', (answer) => {
      clearTimeout(giveUp);
      const status = answer.statusCode ?? 502;
      if (status !== 200 && status !== 206 && status !== 304) {
        answer.resume();
        refuse(response);
        resolve();
        return;
      }
      response.writeHead(status, { ...responseHeaders(answer.headers), ...extraHeaders });
      answer.pipe(response);
      answer.once('close', resolve);
    });
    onward.once('error', () => {
      clearTimeout(giveUp);
      refuse(response, 503);
      resolve();
    });
    response.once('close', () => onward.destroy());
    onward.end();
  });
}

/**
 * Passes an upgrade to the engine; resolves with the engine's socket once both sides are joined, or null when the engine
 * said no. Back-pressure is the sockets' own. What the browser says goes through what `through` returns, if anything.
 */
export function forwardUpgrade(
  engine: EngineTarget,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  enginePath: string,
  publicHost: string,
  through: (engineSocket: Socket) => Duplex | null = () => null,
): Promise<Socket | null> {
  return new Promise((resolve) => {
    const onward = httpRequest({
      host: '127.0.0.1',
      port: engine.port,
      agent: false,
      path: enginePath,
      headers: upgradeHeaders(request, publicHost),
      timeout: ANSWERS_WITHIN_MS,
    });
    const no = (status?: number) => {
      refuseUpgrade(socket, status);
      onward.destroy();
      resolve(null);
    };
    onward.once('timeout', () => no(503));
    onward.once('error', () => no(503));
    onward.once('response', () => no());
    onward.once('upgrade', (answer, engineSocket: Socket, engineHead) => {
      if (socket.destroyed) {
        engineSocket.destroy();
        resolve(null);
        return;
      }
      engineSocket.setTimeout(0);
      engineSocket.setNoDelay(true);
      (socket as Socket).setNoDelay?.(true);
      (socket as Socket).setTimeout?.(0);
      socket.write(switchingProtocols(answer.headers));
      if (engineHead.length > 0) engineSocket.unshift(engineHead);
      if (head.length > 0) socket.unshift(head);
      join(socket, engineSocket, through(engineSocket));
      resolve(engineSocket);
    });
    socket.once('close', () => onward.destroy());
    onward.end();
  });
}

/** Either end takes the other with it. */
function join(a: Duplex, b: Duplex, through: Duplex | null): void {
  if (through) a.pipe(through).on('error', () => a.destroy()).pipe(b);
  else a.pipe(b);
  b.pipe(a);
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    one.on('error', () => other.destroy());
    one.once('close', () => other.destroy());
  }
}
