import { requestPinned } from '../../fetch-pinned.js';
import { ProviderError } from '../../provider.js';
import type { OutboundRules } from '../../../platform/off-box/outbound-address.js';
import { networkRefusal } from './extension-refusals.js';

const LARGEST_SCRIPT = 1024 * 1024;
/** The base64 of a CryptoAPI RSA blob of 276 bytes begins so. */
const PUBLIC_KEY = /"k"\s*:\s*"(BgIAAACkAABSU0Ex[A-Za-z0-9+/]{352})"/;

/** Where a client connects to, and how it knows that it is there. */
export interface RelayFacts {
  /** 16 hex digits in the name of everything that this instance's client installs. */
  readonly fingerprint: string;
  readonly host: string;
  readonly port: string;
  readonly publicKey: string;
}

/** What a server tells anybody; null for what it hides or says in a way that is not known. */
export interface ServerFacts {
  readonly version: string | null;
  readonly relay: RelayFacts | null;
}

/** Reads the header of the first page and the public script; needs no credential and sends none. */
export async function readServerFacts(base: string, outbound: OutboundRules): Promise<ServerFacts> {
  try {
    const first = await requestPinned(new URL(`${base}/`), outbound, LARGEST_SCRIPT, { method: 'HEAD' });
    const page = await requestPinned(new URL(`${base}/Script.ashx`), outbound, LARGEST_SCRIPT);
    const script = page.status === 200 ? page.body.toString('utf8') : '';
    return { version: versionIn(String(first.headers.server ?? '')) ?? versionOfScript(script), relay: relayIn(script) };
  } catch (error) {
    throw error instanceof ProviderError ? networkRefusal(error) : error;
  }
}

function versionIn(header: string): string | null {
  return /^ScreenConnect\/(\d{1,6}(?:\.\d{1,6}){1,3})/.exec(header)?.[1] ?? null;
}

function versionOfScript(script: string): string | null {
  return /\bproductVersion"?\s*[:=]\s*"(\d{1,6}(?:\.\d{1,6}){1,3})/.exec(script)?.[1] ?? null;
}

function relayIn(script: string): RelayFacts | null {
  const fingerprint = /\bsc-([0-9a-f]{16})\b/.exec(script)?.[1];
  const host = /"h"\s*:\s*"([A-Za-z0-9.-]{1,253})"/.exec(script)?.[1];
  const port = /"p"\s*:\s*"?(\d{1,5})\b/.exec(script)?.[1];
  const publicKey = PUBLIC_KEY.exec(script)?.[1];
  return fingerprint && host && port && publicKey ? { fingerprint, host, port, publicKey } : null;
}
