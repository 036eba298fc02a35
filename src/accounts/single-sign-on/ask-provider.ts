import { isLoopbackHost } from '../../platform/config/hosts.js';
import { askPinned } from '../../platform/off-box/ask-pinned.js';
import { refuseOutboundUrl, type ResolveName } from '../../platform/off-box/outbound-address.js';

const LIMITS = { mostBytes: 1_000_000, takesAtMostMs: 10_000 };
const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

/** What may be asked beside the public Internet. */
export interface ProviderRules {
  /** Hosts inside that the operator has listed, as they stand in the URL. */
  readonly allowedHosts: readonly string[];
  /** Whether nobody but this machine reaches this installation: then a provider on the same machine will do, also without TLS. */
  readonly onLoopback: boolean;
}

/** Why an address of an identity provider is not asked; null when it may be tried. What a name resolves to is judged when it is asked. */
export function refuseProviderUrl(text: string, { allowedHosts, onLoopback }: ProviderRules): string | null {
  const url = URL.parse(text);
  if (url === null) return 'must be a URL';
  if (onLoopback && isLoopbackHost(url.hostname) && ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '') return null;
  return refuseOutboundUrl(`${url.protocol}//${url.username && `${url.username}@`}${url.host}${url.pathname}`, { allowedPrivateHosts: allowedHosts });
}

/**
 * `fetch` as far as an OpenID client needs it, under the rules for everything that is asked outside (R25): the provider's own
 * description of itself names further addresses, and each of them is judged as the first one was.
 */
export function askProviderUnder(rules: ProviderRules, resolve?: ResolveName): (url: string, options: AskOptions) => Promise<Response> {
  const allowedPrivateHosts = [...rules.allowedHosts, ...(rules.onLoopback ? LOOPBACK : [])];
  return async (address, { method, headers, body, signal }) => {
    const refusal = refuseProviderUrl(address, rules);
    if (refusal !== null) throw new TypeError(`An address of the identity provider ${refusal}.`);
    const question = { method, headers: Object.fromEntries(new Headers(headers)), ...(body === undefined || body === null ? {} : { body: String(body) }), ...(signal ? { signal } : {}) };
    const answer = await askPinned(new URL(address), { allowedPrivateHosts }, LIMITS, question, resolve);
    if (answer.status >= 300 && answer.status < 400) throw new TypeError(`The identity provider answered ${answer.status}; redirects are not followed.`);
    const type = answer.headers['content-type'];
    return new Response(answer.body.length === 0 ? null : new Uint8Array(answer.body), { status: answer.status, headers: type === undefined ? {} : { 'content-type': type } });
  };
}

interface AskOptions {
  readonly method?: string;
  readonly headers?: ConstructorParameters<typeof Headers>[0];
  readonly body?: unknown;
  readonly signal?: AbortSignal | null;
}
