import type { FastifyReply } from 'fastify';
import { eventStream } from '../../platform/http/event-stream.js';
import type { Listener } from './change-stream.js';

/** Turns an HTTP answer into the stream of changes of one console; `closed` runs once, whoever ends it. */
export function eventSource(
  reply: FastifyReply,
  session: Pick<Listener, 'sessionId' | 'operatorId' | 'scope'>,
): { readonly listener: Listener; onClosed(closed: () => void): void } {
  const { send, end, onClosed } = eventStream(reply);
  return {
    listener: { ...session, deliver: ({ id, event }) => send(event.kind, event, id), resync: () => send('resync', {}), end },
    onClosed,
  };
}
