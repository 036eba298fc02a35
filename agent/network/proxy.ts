import type { Agent } from 'node:http';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';

/**
 * What carries a connection to this URL: the proxy that the environment names for it (HTTPS_PROXY, HTTP_PROXY, NO_PROXY), or nothing. Always by CONNECT, so
 * that the proxy sees no content. Without a proxy pass `false` on: Node's shared agent gives up after five silent seconds.
 */
export function proxyAgentFor(url: URL): Agent | undefined {
  // WebSockets go where pages of the same server would.
  const proxy = getProxyForUrl(url.href.replace(/^ws/, 'http'));
  return proxy === '' ? undefined : new HttpsProxyAgent(proxy, { keepAlive: false });
}
