import type { OutageKind } from './provider/outage.js';

/** A server that a simulation brings along, listening on loopback. */
export interface ServedProvider {
  /** How Latchkey is told of it. */
  readonly says: string;
  /** The fields of its connection, where it is connected by the form of a provider. */
  readonly connection?: Readonly<Record<string, string>>;
  readonly stop?: () => Promise<void>;
  /** Not there where it does not fail on demand. */
  readonly fail?: (outage: OutageKind) => void;
  readonly recover?: () => void;
}
