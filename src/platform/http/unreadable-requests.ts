import type { FastifyReply, FastifyRequest } from 'fastify';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { problemFrom } from './problem.js';
import { headersOfUnreadable } from './security-headers.js';

/** Answers bytes that are no HTTP request, tells nothing about why, and ends the connection: what follows may be anything. */
export function refuseUnreadable(overTls: boolean): (error: NodeJS.ErrnoException, socket: Socket) => void {
  const headers = Object.entries({ ...headersOfUnreadable(overTls), 'Content-Length': '0', Connection: 'close' });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    const status = statusOf(error.code);
    if (socket.writable) socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines}\r\n`);
    socket.destroy(error);
  };
}

function statusOf(code: string | undefined): number {
  if (code === 'HPE_HEADER_OVERFLOW') return 431;
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
}

/** Answers an address that cannot be decoded, which no hook ever sees, as any other refusal is answered. */
export function refuseUnreadableAddress(overTls: boolean): (error: Error, request: FastifyRequest, reply: FastifyReply) => void {
  const headers = headersOfUnreadable(overTls);
  return (error, request, reply) => {
    const { status, body } = problemFrom(error, request.id);
    void reply
      .status(status)
      .headers({ ...headers, 'cache-control': 'no-store', 'x-request-id': request.id, 'content-type': 'application/problem+json; charset=utf-8' })
      .send(JSON.stringify(body));
  };
}
