import type { RemoteEndpoint } from '../../provider.js';
import { isGroupId, isRemoteId } from './remote-ids.js';

/** The engine's record of a device, as far as we look into it. Everything in it may have been written by the device. */
export interface NodeRecord {
  readonly _id: string;
  readonly name?: unknown;
  readonly meshid?: unknown;
  readonly conn?: unknown;
  /** Start of the agent's connection, epoch milliseconds. */
  readonly agct?: unknown;
  readonly agent?: { readonly tag?: unknown };
}

const LONGEST = 200;
/** The last year that has four digits. */
const LATEST_MS = Date.UTC(9999, 11, 31);

export function isNodeRecord(value: unknown): value is NodeRecord {
  return typeof value === 'object' && value !== null && isRemoteId((value as NodeRecord)._id);
}

/** What we believe of a record: agent-written text is cut and cleaned of control characters. */
export function endpointOf(node: NodeRecord, remoteGroupId: string): RemoteEndpoint {
  const connected = typeof node.conn === 'number' && (node.conn & 1) === 1;
  return {
    remoteId: node._id,
    remoteGroupId,
    name: cleaned(node.name) ?? '',
    connected,
    connectedAt: connected ? momentOf(node.agct) : null,
    mark: cleaned(node.agent?.tag),
    version: null,
  };
}

/** All endpoints of a `nodes` answer, which groups records by device group. */
export function endpointsIn(nodes: unknown): RemoteEndpoint[] {
  if (typeof nodes !== 'object' || nodes === null) return [];
  return Object.entries(nodes).flatMap(([groupId, records]) =>
    isGroupId(groupId) && Array.isArray(records) ? records.filter(isNodeRecord).map((node) => endpointOf(node, groupId)) : [],
  );
}

/** A time of the engine, epoch milliseconds; null for a number that is none. */
export function momentOf(value: unknown): Date | null {
  return typeof value === 'number' && value > 0 && value < LATEST_MS ? new Date(value) : null;
}

/** Text as it may be shown and stored; null where there is none. */
export function cleaned(text: unknown): string | null {
  if (typeof text !== 'string') return null;
  const clean = text
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .slice(0, LONGEST);
  return clean === '' ? null : clean;
}

/** A name as the engine's page may show it: letters, digits, spaces and harmless punctuation, nothing that is markup. */
export function displayName(name: string): string {
  const clean = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N} ._,:()@#+-]/gu, '_')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 100);
  return clean === '' ? 'Device' : clean;
}
