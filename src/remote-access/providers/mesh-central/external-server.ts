import { ProviderError } from '../../provider.js';
import type { ProviderLog } from '../../provider-kind.js';
import { pinnedLookup, type OutboundRules } from '../../../platform/off-box/outbound-address.js';
import { fetchPinned } from '../../fetch-pinned.js';
import { ControlConnection } from './control-connection.js';
import { EXPRESSIBLE_EXTERNAL } from './expressible-settings.js';
import type { MeshCentralServer } from './server.js';

export interface ExternalServerOptions {
  /** `https://host[:port][/domain]`. */
  readonly url: URL;
  readonly user: string;
  /** A password, or better a login token. */
  readonly password: string;
  readonly outbound: OutboundRules;
  readonly log: ProviderLog;
}

const LARGEST_AGENT = 32 * 1024 * 1024;

/**
 * A MeshCentral server that somebody else runs, by URL and login token. Its pages and its agents' connections do not pass
 * through Latchkey, so launches are its own share links, and nothing that our listeners enforce can be promised.
 */
export function externalServer(options: ExternalServerOptions): MeshCentralServer {
  const base = options.url.href.replace(/\/+$/, '');
  const encoded = (text: string) => Buffer.from(text, 'utf8').toString('base64');
  const control = new ControlConnection({
    log: options.log,
    address: () => ({
      url: `${base.replace(/^http/, 'ws')}/control.ashx`,
      headers: { 'x-meshauth': `${encoded(options.user)},${encoded(options.password)}` },
      lookup: pinnedLookup(options.outbound),
      ca: options.outbound.ca,
    }),
  });
  return {
    control,
    expressible: EXPRESSIBLE_EXTERNAL,
    viewerAccount: null,
    agentHost: options.url.host,
    behindOurListeners: false,
    administrationUrl: base,
    /** Only a full administrator with a password is told; a login token is not. */
    async version() {
      try {
        const answer = await control.ask('serverconsole', { value: 'info' }, 3_000);
        return typeof answer.value === 'string' ? (/meshVersion"?:\s*"?v?([\d.]{1,30})/.exec(answer.value)?.[1] ?? null) : null;
      } catch (error) {
        if (error instanceof ProviderError && error.kind === 'unavailable') return null;
        throw error;
      }
    },
    agentBytes: ({ number }) =>
      fetchPinned(new URL(`${base}/meshagents?id=${number}`), options.outbound, LARGEST_AGENT),
    pagePath(url) {
      // A browser is sent there.
      if (url.protocol !== 'https:') throw new ProviderError('rejected', 'The page of the share is not behind TLS.');
      return url.href;
    },
    openViewer: () => null,
    judgeRelayCookie: () => null,
  };
}
