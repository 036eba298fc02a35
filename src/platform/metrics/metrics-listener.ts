import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import { isLoopbackHost } from '../config/hosts.js';

/** Loopback always, wherever everything else listens. */
export const METRICS_HOST = '127.0.0.1';
const PATH = '/metrics';

export interface MetricsListener {
  /** Where it really listens, also when the port was left to the system. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Answers one question, to this machine only: the metrics of this process in the text form of Prometheus. There is no login here, so
 * nothing in them may be a secret or a name; and a page that reaches this address under a name of its own is told nothing.
 */
export async function listenForMetrics(read: () => Promise<string>, port: number): Promise<MetricsListener> {
  let reading: Promise<string> | undefined;
  // Whoever asks while an answer is being made gets the same one: a thousand who ask cost as much as one.
  const readOnce = (): Promise<string> => (reading ??= read().finally(() => (reading = undefined)));
  const server = createServer((request, reply) => void answer(request, reply, readOnce));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, METRICS_HOST, resolve);
  });
  return {
    url: `http://${METRICS_HOST}:${(server.address() as AddressInfo).port}${PATH}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, reply: ServerResponse, read: () => Promise<string>): Promise<void> {
  const refuse = (status: number): void => void reply.writeHead(status).end();
  if (!isLoopbackHost((request.headers.host ?? '').replace(/:\d+$/, ''))) return refuse(421);
  if (request.url !== PATH) return refuse(404);
  if (request.method !== 'GET') return refuse(405);
  const text = await read().catch(() => null);
  if (text === null) return refuse(503);
  reply.writeHead(200, { 'content-type': Registry.PROMETHEUS_CONTENT_TYPE, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }).end(text);
}
