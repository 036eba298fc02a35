import { Agent as PlainAgent, type IncomingHttpHeaders, request as requestPlain } from 'node:http';
import { Agent, request as requestTls } from 'node:https';
import { pinnedLookup, type OutboundRules, type ResolveName } from './outbound-address.js';

export interface PinnedQuestion {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

export interface PinnedAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface PinnedLimits {
  readonly mostBytes: number;
  readonly takesAtMostMs: number;
}

/** The other side sent more than was asked for. */
export class TooMuchSent extends Error {}

/** Asks at the address that was judged and no other, and follows nothing: any status is an answer. Whether a URL may be asked at all is its caller's to say. */
export function askPinned(url: URL, rules: OutboundRules, limits: PinnedLimits, { method, headers, body, signal }: PinnedQuestion = {}, resolve?: ResolveName): Promise<PinnedAnswer> {
  const isTls = url.protocol === 'https:';
  return new Promise((done, fail) => {
    // Every question makes its own connection: a kept one was judged under the rules of whoever opened it.
    const agent = new (isTls ? Agent : PlainAgent)({ keepAlive: false });
    const asked = (isTls ? requestTls : requestPlain)(url, { method, headers, signal, agent, lookup: pinnedLookup(rules, resolve), ca: rules.ca, timeout: 10_000 }, (answer) => {
      const chunks: Buffer[] = [];
      let size = 0;
      answer.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > limits.mostBytes) asked.destroy(new TooMuchSent('The server sent more than was asked for.'));
      });
      answer.once('end', () => done({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }));
      answer.once('error', fail);
    });
    const giveUp = setTimeout(() => asked.destroy(new Error('It took too long.')), limits.takesAtMostMs);
    asked.once('timeout', () => asked.destroy(new Error('Nothing came for ten seconds.')));
    asked.once('error', fail);
    asked.once('close', () => clearTimeout(giveUp));
    asked.end(body);
  });
}
