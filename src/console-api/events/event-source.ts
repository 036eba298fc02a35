import type { FastifyReply } from 'fastify';
import { interval } from 'rxjs';
import type { Listener } from './change-stream.js';

const HEARTBEAT_MS = 20_000;
/** A console that does not read this much has gone away, or will catch up better by reading everything again. */
const MOST_UNREAD_BYTES = 256 * 1024;

/** Turns an HTTP answer into a server-sent event stream; `closed` runs once, whoever ends it. */
export function eventSource(
  reply: FastifyReply,
  session: Pick<Listener, 'sessionId' | 'scope'>,
): { readonly listener: Listener; onClosed(closed: () => void): void } {
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
    listener: {
      ...session,
      deliver: ({ id, event }) => write(`id: ${id}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`),
      resync: () => write('event: resync\ndata: {}\n\n'),
      end: () => raw.end(),
    },
    onClosed: (closed) => void raw.on('close', closed),
  };
}
