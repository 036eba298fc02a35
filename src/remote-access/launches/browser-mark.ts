import { createHash } from 'node:crypto';
import type { Origin } from '../../accounts/index.js';
import { addressPrefix } from '../../platform/http/index.js';

/** What a browser shows of itself with every request: the program that it says it is, and the network that it comes from. */
export interface BrowserMark {
  readonly userAgentHash: Buffer;
  readonly network: string;
}

/** Addresses change within a network (IPv6 ones by themselves), so the network is what counts; behind a proxy of ours it is the one before it. */
export function browserMark({ ip, userAgent }: Origin): BrowserMark {
  return { userAgentHash: userAgentHash(userAgent), network: addressPrefix(ip) };
}

/** Where the same browser meets another listener of ours, which it may reach by another network. */
export function userAgentHash(userAgent: string | null | undefined): Buffer {
  return createHash('sha256').update(userAgent ?? '').digest();
}
