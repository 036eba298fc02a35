import type { LaunchMode } from '../provider.js';

/** What a one-time entry value opens, at its first use. */
export interface LaunchEntry {
  readonly launchId: string;
  /** Path and query of the launch's page. */
  readonly path: string;
  /** How long the browser keeps its binding. */
  readonly cookieSeconds: number;
}

/** The launch that a browser is bound to. */
export interface BrowserLaunch {
  readonly launchId: string;
  readonly shareId: string;
  readonly path: string;
  /** The one thing that it was made for. */
  readonly mode: LaunchMode;
  /** The person at the device is asked, and until then nothing may happen there. */
  readonly asksFirst: boolean;
  /** The launch has not ended and the operator's session lives. */
  readonly live: boolean;
  /** Cut after so many minutes without a keystroke, click or transfer; null for never. */
  readonly idleMinutes: number | null;
  /** Cut at this moment in any case. */
  readonly endsAt: Date;
}

/** What core says about a sealed relay cookie that belongs to a live launch. */
export interface RelayVerdict {
  readonly remoteId: string | null;
  readonly shareId: string | null;
  /** Known for a browser's end; an endpoint's end may belong to any live launch of its endpoint. */
  readonly launchId: string | null;
}

export type LaunchActivity =
  | { readonly kind: 'opened' }
  /** `idle` and `expired` when the listener itself has cut it, `gone` when the browser left. */
  | { readonly kind: 'closed'; readonly why: 'gone' | 'idle' | 'expired' | 'revoked' }
  /** Since the last report; `fromBrowser` includes keep-alive, `active` says whether a person did anything. */
  | { readonly kind: 'bytes'; readonly fromBrowser: number; readonly toBrowser: number; readonly active: boolean };

/**
 * The decisions behind the engine's listeners. They are asked at every entry, page and socket; a rejected promise refuses.
 * Hashes are SHA-256, 64 lower-case hex digits: the secrets themselves stay in the listener.
 */
export interface EngineVerdicts {
  /** Redeems an entry value exactly once and binds the browser's hash to its launch; null when unknown, used, too late or of another browser. */
  enterLaunch(entryHash: string, browserHash: string, userAgent: string | null): Promise<LaunchEntry | null>;
  launchOfBrowser(browserHash: string): Promise<BrowserLaunch | null>;
  /** Null unless it opens, is of this side, and belongs to a live launch. */
  relayCookie(side: 'browser' | 'endpoint', cookie: string): Promise<RelayVerdict | null>;
  launchActivity(launchId: string, activity: LaunchActivity): void;
  /** Null for a secret that no present deployment has. */
  agentSecret(secretHash: string): Promise<{ readonly deploymentId: string } | null>;
  agentConnected(deploymentId: string): void;
  agentClosed(deploymentId: string): void;
}
