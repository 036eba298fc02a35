import { askPinned, type PinnedAnswer, type PinnedQuestion, TooMuchSent } from '../platform/off-box/ask-pinned.js';
import { refuseOutboundUrl, type OutboundRules } from '../platform/off-box/outbound-address.js';
import { ProviderError } from './provider.js';

export type { PinnedAnswer, PinnedQuestion };

const TAKES_AT_MOST_MS = 30_000;

/** The server sent more than was asked for; asking for less may help. */
export class TooMuchAnswered extends ProviderError {}

/** Asks by https at a judged address and follows no redirect: any status is an answer. `rejected` for too much of it, else `unavailable`. */
export async function requestPinned(url: URL, rules: OutboundRules, mostBytes: number, question: PinnedQuestion = {}): Promise<PinnedAnswer> {
  const refusal = refuseOutboundUrl(`${url.origin}${url.pathname}`, rules);
  if (refusal) throw new ProviderError('rejected', `The address ${refusal}.`);
  try {
    return await askPinned(url, rules, { mostBytes, takesAtMostMs: TAKES_AT_MOST_MS }, question);
  } catch (error) {
    if (error instanceof TooMuchSent) throw new TooMuchAnswered('rejected', error.message);
    throw new ProviderError('unavailable', 'The download failed.', { cause: error });
  }
}

/** Fetches bytes by https without following redirects; `rejected` for any status but 200 and for too much of it. */
export async function fetchPinned(url: URL, rules: OutboundRules, mostBytes: number): Promise<Buffer> {
  const { status, body } = await requestPinned(url, rules, mostBytes);
  if (status !== 200) throw new ProviderError('rejected', `The server answered ${status}.`);
  return body;
}
