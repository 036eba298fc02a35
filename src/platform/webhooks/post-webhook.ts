import { request as requestPlain, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestTls } from 'node:https';
import { pinnedLookup, type ResolveName } from '../off-box/outbound-address.js';
import { refuseWebhookUrl } from './webhook-address.js';

const TAKES_AT_MOST_MS = 10_000;
/** More of an answer is not read. */
const ANSWER_BYTES = 64 * 1024;

/** What the other side said; `status` is null where it said nothing. */
export interface WebhookOutcome {
  readonly isTaken: boolean;
  readonly status: number | null;
  /** In words, for the delivery log; null when it was taken. Nothing of the answer's body is in it. */
  readonly failure: string | null;
  readonly tookMs: number;
}

export interface WebhookRules {
  /** Hosts that may be inside, as they stand in the URL; plain http is for those of them that are this machine. */
  readonly allowedHosts: readonly string[];
  /** Another resolver than the system's, and less patience: for tests. */
  readonly resolve?: ResolveName;
  readonly takesAtMostMs?: number;
}

/** Posts a body once: to the address that was judged and no other, following nothing, within ten seconds. Never throws. */
export async function postWebhook(address: string, headers: Record<string, string>, body: string, rules: WebhookRules): Promise<WebhookOutcome> {
  const begun = performance.now();
  const outcome = (status: number | null, failure: string | null): WebhookOutcome => ({
    isTaken: failure === null, status, failure, tookMs: Math.round(performance.now() - begun),
  });
  const refusal = refuseWebhookUrl(address, rules.allowedHosts);
  if (refusal) return outcome(null, `The address ${refusal}.`);
  try {
    const status = await post(new URL(address), headers, body, rules);
    if (status >= 300 && status < 400) return outcome(status, `It answered ${status}; redirects are not followed.`);
    return outcome(status, status < 200 || status >= 300 ? `It answered ${status}.` : null);
  } catch (error) {
    return outcome(null, inWords(error));
  }
}

function post(url: URL, headers: Record<string, string>, body: string, rules: WebhookRules): Promise<number> {
  const options: RequestOptions = {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'Latchkey', 'content-length': Buffer.byteLength(body), ...headers },
    lookup: pinnedLookup({ allowedPrivateHosts: rules.allowedHosts }, rules.resolve),
    // A connection of its own: one that is kept may lead to where the name pointed before.
    agent: false,
  };
  return new Promise((resolve, reject) => {
    const asked = (url.protocol === 'https:' ? requestTls : requestPlain)(url, options, (answer) => readToTheEnd(answer, resolve, reject));
    const giveUp = setTimeout(() => asked.destroy(new Failure('It did not answer in time.')), rules.takesAtMostMs ?? TAKES_AT_MOST_MS);
    asked.once('error', reject);
    asked.once('close', () => clearTimeout(giveUp));
    asked.end(body);
  });
}

/** Reads the answer so that the other side may end in order, as far as that is bearable; what counts is the status. */
function readToTheEnd(answer: IncomingMessage, resolve: (status: number) => void, reject: (error: Error) => void): void {
  let size = 0;
  answer.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > ANSWER_BYTES) answer.destroy(new Failure('It answered with more than 64 KiB.'));
  });
  answer.once('end', () => resolve(answer.statusCode ?? 0));
  answer.once('error', reject);
  answer.once('close', () => reject(new Failure('It broke off its answer.')));
}

class Failure extends Error {}

const WORDS: Readonly<Record<string, string>> = {
  EPRIVATE: 'Its name leads to a private address.',
  ENOTFOUND: 'Its name is not known.',
  EAI_AGAIN: 'Its name could not be looked up just now.',
  ECONNREFUSED: 'It refuses connections.',
  ECONNRESET: 'It broke off the connection.',
};

/** Certificates and the rest in the words of the system, which name no secret. */
function inWords(error: unknown): string {
  if (error instanceof Failure) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  return WORDS[code ?? ''] ?? `It could not be reached (${code ?? message}).`.slice(0, 300);
}
