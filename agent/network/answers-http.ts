import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { proxyAgentFor } from './proxy.js';

const PATIENCE_MS = 4_000;
/** What only an agent gateway answers on its root: not the page of a portal, nor that of a proxy. */
const ALIVE = '/livez';

/** Whether the server itself answers at this address, by the way a download would go. */
export function answersHttp(gateway: URL): Promise<boolean> {
  const url = new URL(ALIVE, gateway.href.replace(/^ws/, 'http'));
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve) => {
    const request = send(url, { agent: proxyAgentFor(url) ?? false, timeout: PATIENCE_MS }, (response) => {
      response.resume();
      resolve(response.statusCode === 200 && !(response.headers['content-type'] ?? '').startsWith('text/html'));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
    request.end();
  });
}
