import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { proxyAgentFor } from './proxy.js';

const PATIENCE_MS = 30_000;
const LARGEST_ANSWER_BYTES = 64 * 1024;

/** Sends JSON and reads the answer, of at most 64 KiB, through the proxy of the environment where there is one; redirects are not followed. */
export function postJson(url: URL, body: string): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const request = send(url, { method: 'POST', headers, agent: proxyAgentFor(url) ?? false, signal: AbortSignal.timeout(PATIENCE_MS) }, (response) => {
      const status = response.statusCode ?? 0;
      if (status >= 300 && status < 400) return request.destroy(new Error('the server answered with a redirect'));
      const parts: Buffer[] = [];
      let size = 0;
      response.on('data', (part: Buffer) => {
        size += part.length;
        if (size > LARGEST_ANSWER_BYTES) request.destroy(new Error('the answer is too large'));
        else parts.push(part);
      });
      response.on('end', () => resolve({ status, text: Buffer.concat(parts).toString('utf8') }));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}
