import type { FastifyReply } from 'fastify';
import { interval } from 'rxjs';

const HEARTBEAT_MS = 20_000;
/** Who does not read this much has gone away, or will catch up better by reading everything again. */
const MOST_UNREAD_BYTES = 256 * 1024;

/** Server-sent events to one browser. */
export interface EventStream {
  send(event: string, data: unknown, id?: string): void;
  end(): void;
  /** Runs once, whoever ends it. */
  onClosed(closed: () => void): void;
}

/** Turns an HTTP answer into a stream of server-sent events. */
export function eventStream(reply: FastifyReply): EventStream {
  const headers = reply.getHeaders();
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...(headers as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  });
  const write = (text: string): void => {
    if (raw.writableEnded || raw.destroyed) return;
    if (raw.writableLength > MOST_UNREAD_BYTES) raw.destroy();
    else raw.write(text);
  };
  write('retry: 2000\n\n');
  const heartbeat = interval(HEARTBEAT_MS).subscribe(() => write(':\n\n'));
  raw.on('close', () => heartbeat.unsubscribe());
  raw.on('error', () => raw.destroy());
  return {
    send: (event, data, id) => write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    end: () => raw.end(),
    // It may be gone by now, and says so only once.
    onClosed: (closed) => (raw.destroyed ? closed() : void raw.on('close', closed)),
  };
}
