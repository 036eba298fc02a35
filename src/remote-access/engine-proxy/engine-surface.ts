import type { LaunchMode } from '../provider.js';

/** One request that the engine may see, with its path and query rebuilt from checked parts. */
export type PageRoute =
  /** A script, style or picture of the engine's page: the same for everybody. */
  | { readonly kind: 'asset'; readonly enginePath: string }
  /** The page of one launch; its path must be exactly the one that the launch was given. */
  | { readonly kind: 'document'; readonly enginePath: string }
  /** A file on its way to the operator, and a session's socket: both prove themselves by a sealed cookie. */
  | {
      readonly kind: 'download';
      readonly enginePath: string;
      readonly relayCookie: string;
      readonly remoteId: string | null;
    };

export interface PageSocketRoute {
  readonly enginePath: string;
  /** What the socket would be used for; must be what its launch was made for. */
  readonly mode: LaunchMode;
  readonly relayCookie: string;
  /** The endpoint that the request itself names; must be the one that the cookie names. */
  readonly remoteId: string | null;
}

export type AgentSocketRoute =
  /** A remote agent's own connection; `secret` is its deployment's. */
  | { readonly kind: 'control'; readonly enginePath: string; readonly secret: string }
  /** The endpoint's end of a session. */
  | {
      readonly kind: 'relay';
      readonly enginePath: string;
      readonly relayCookie: string;
      readonly remoteId: string | null;
    };

/**
 * What an embedded engine shows to the outside: closed lists. A target that is not recognised letter by letter is null,
 * and null is 404. Supplied by the provider; the listeners know nothing else about the engine.
 */
export interface EngineSurface {
  page(method: string, target: string): PageRoute | null;
  pageSocket(target: string): PageSocketRoute | null;
  agentSocket(target: string): AgentSocketRoute | null;
  /** The page's content security policy, without `frame-ancestors`. */
  readonly contentSecurityPolicy: readonly string[];
  /** Whether a message of the browser is only the page keeping its connection warm; `start` is at most 64 bytes of it. */
  isKeepAlive(start: Buffer): boolean;
  /** Whether a message of the endpoint says that the person there has agreed to the session. */
  isLetIn(start: Buffer): boolean;
  /** Whether a message of the endpoint answers a request for files: it has let the session in, whomever it had to ask. */
  isFilesAnswer(start: Buffer): boolean;
  /** A target as it may be logged. */
  redact(target: string): string;
}
