import type { AgentSocketRoute, EngineSurface, PageRoute, PageSocketRoute } from '../../engine-proxy/engine-surface.js';
import type { LaunchMode } from '../../provider.js';
import { ENGINE_DOMAIN } from './engine-configuration.js';

const BASE = `/${ENGINE_DOMAIN}`;
const ASSET = new RegExp(
  `^${BASE}/(?:scripts|styles|images|sounds)/(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-][A-Za-z0-9._-]*\\.(?:js|css|png|jpg|jpeg|gif|svg|ico|webp|mp3|wav|woff2?)$`,
);
const FAVICON = new RegExp(`^(?:${BASE})?/favicon(?:\\.ico|-\\d+x\\d+\\.png)$`);
const CONTROL = new RegExp(`^/([0-9a-f]{32})${BASE}/agent\\.ashx$`);

const COOKIE = /^[A-Za-z0-9@$]{40,2048}={0,2}$/;
const NODE = new RegExp(`^node/${ENGINE_DOMAIN}/[A-Za-z0-9@$]{64}$`);
const TUNNEL = /^[a-z0-9]{4,32}$/;
/** Terminal, desktop, files and the terminals under other accounts; messenger, web relays and the rest stay closed. */
const PROTOCOL = /^(?:1|2|5|6|8|9)$/;
const MODE_OF: Readonly<Record<string, LaunchMode>> = { 2: 'desktop', 5: 'files' };

type Rules = Readonly<Record<string, { readonly shape: RegExp; readonly required: boolean }>>;
const must = (shape: RegExp) => ({ shape, required: true });
const may = (shape: RegExp) => ({ shape, required: false });

const SHARING: Rules = { c: must(COOKIE) };
const DOWNLOAD: Rules = { c: must(COOKIE), f: must(/^[^\0-\x1f]{1,1024}$/) };
const BROWSER_RELAY: Rules = {
  browser: may(/^1$/),
  p: must(PROTOCOL),
  nodeid: may(NODE),
  id: must(TUNNEL),
  auth: must(COOKIE),
};
const AGENT_RELAY: Rules = { p: may(PROTOCOL), id: must(TUNNEL), rauth: must(COOKIE), nodeid: may(NODE) };
const AGENT_DOWNLOAD: Rules = { id: must(TUNNEL), rauth: must(COOKIE) };

/**
 * Everything of the engine that the outside can reach. Paths are compared letter by letter, without decoding, and queries
 * are rebuilt from known, well-formed, unrepeated parameters, so that the engine never reads a request differently from us.
 * Not here on purpose: its own pages and control socket, agent downloads and settings, messenger, and the endpoint's
 * core-dump and batch-upload paths, which nothing of ours uses.
 */
export const engineSurface: EngineSurface = {
  page(method, target): PageRoute | null {
    if (method !== 'GET') return null;
    const [path, query] = split(target);
    if (query === null) return ASSET.test(path) || FAVICON.test(path) ? { kind: 'asset', enginePath: path } : null;
    if (path === `${BASE}/sharing`) {
      const read = readQuery(query, SHARING);
      return read && { kind: 'document', enginePath: `${path}?${read.query}` };
    }
    if (path === `${BASE}/devicefile.ashx`) {
      const read = readQuery(query, DOWNLOAD);
      return (
        read && { kind: 'download', enginePath: `${path}?${read.query}`, relayCookie: read.values.c!, remoteId: null }
      );
    }
    return null;
  },

  pageSocket(target): PageSocketRoute | null {
    const [path, query] = split(target);
    const read = path === `${BASE}/meshrelay.ashx` && query !== null ? readQuery(query, BROWSER_RELAY) : null;
    return (
      read && {
        enginePath: `${path}?${read.query}`,
        mode: MODE_OF[read.values.p!] ?? 'terminal',
        relayCookie: read.values.auth!,
        remoteId: read.values.nodeid ?? null,
      }
    );
  },

  agentSocket(target): AgentSocketRoute | null {
    const [path, query] = split(target);
    if (query === null) {
      const secret = CONTROL.exec(path)?.[1];
      return secret ? { kind: 'control', enginePath: `${BASE}/agent.ashx`, secret } : null;
    }
    // The engine tells agents to fetch a share's downloads at the root, without our domain.
    const rules = path === `${BASE}/meshrelay.ashx` ? AGENT_RELAY : path === '/devicefile.ashx' ? AGENT_DOWNLOAD : null;
    const read = rules && readQuery(query, rules);
    return (
      read && {
        kind: 'relay',
        enginePath: `${path}?${read.query}`,
        relayCookie: read.values.rauth!,
        remoteId: read.values.nodeid ?? null,
      }
    );
  },

  contentSecurityPolicy: [
    "default-src 'none'",
    "script-src 'self' 'unsafe-inline'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
  ],

  /** The page measures its round trip every ten seconds; nobody is there for that. */
  isKeepAlive: (start) => /^\{\s*"ctrlChannel"\s*:/.test(start.toString('latin1')),

  isLetIn: (start) => start.toString('latin1').startsWith('{"ctrlChannel":"102938","type":"console","msg":null'),

  /** A folder's content; until somebody at the device agrees the remote agent reads no request, and so shows none. */
  isFilesAnswer: (start) => /^\{\s*"path"\s*:/.test(start.toString('latin1')),

  redact: (target) =>
    target
      .replace(/\b(c|auth|rauth)=[^&]*/gi, '$1=…')
      .replace(/^\/[0-9a-f]{32}(?=\/)/i, '/…')
      .slice(0, 300),
};

function split(target: string): [path: string, query: string | null] {
  const at = target.indexOf('?');
  return at < 0 ? [target, null] : [target.slice(0, at), target.slice(at + 1)];
}

/** The parameters and their canonical spelling; null when one is unknown, repeated, missing or of another shape. */
function readQuery(query: string, rules: Rules): { values: Record<string, string>; query: string } | null {
  if (query.length > 8_192) return null;
  const values: Record<string, string> = {};
  for (const pair of query.split('&')) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, Math.max(at, 0));
    if (at < 0 || !Object.hasOwn(rules, name) || Object.hasOwn(values, name)) return null;
    const value = decode(pair.slice(at + 1));
    if (value === null || !rules[name]!.shape.test(value)) return null;
    values[name] = value;
  }
  if (Object.entries(rules).some(([name, rule]) => rule.required && !Object.hasOwn(values, name))) return null;
  return {
    values,
    query: Object.entries(values)
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join('&'),
  };
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
