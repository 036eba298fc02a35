import { connect } from 'node:net';
import type { Trouble } from '../../../contracts/agent-protocol.js';
import type { CodedFailure } from '../../coded-failure.js';
import { networkFailure } from '../../network/network-failure.js';
import { hasConnection } from '../../system/connections.js';

const NOT_CONNECTED = 'RA-AGT-04';
/** A client connects within seconds; until then nothing is wrong. */
const MAY_CONNECT_MS = 10_000;
const ASK_EVERY_MS = 15_000;
const PATIENCE_MS = 5_000;

export interface Relay {
  readonly host: string;
  readonly port: number;
}

/** Why a client that runs has no connection. The relay is asked only then, and meanwhile nobody waits for it. */
export class ConnectionWatch {
  private unconnectedSince: number | undefined;
  private asked: { readonly at: number; failure?: CodedFailure | null } | undefined;

  constructor(private readonly knock: typeof knockAtRelay = knockAtRelay) {}

  look(pid: number | undefined, relay: Relay): Trouble | null {
    if (pid === undefined || hasConnection(pid) !== false) {
      this.unconnectedSince = undefined;
      this.asked = undefined;
      return null;
    }
    const now = performance.now();
    this.unconnectedSince ??= now;
    if (now - this.unconnectedSince < MAY_CONNECT_MS) return null;
    const before = this.asked;
    if (!before || (before.failure !== undefined && now - before.at > ASK_EVERY_MS)) {
      const asked: typeof this.asked = { at: now, ...(before && { failure: before.failure }) };
      this.asked = asked;
      void this.knock(relay).then((failure) => (asked.failure = failure));
    }
    const failure = this.asked?.failure;
    if (failure === undefined) return null;
    const where = `${relay.host}:${relay.port}`;
    return failure ? { code: failure.code, detail: `${where}: ${failure.message}` } : { code: NOT_CONNECTED, detail: `${where} answers, but the remote agent has no connection` };
  }
}

/** Why no connection to a relay comes about; null where one does. Its protocol is the vendor's own, so nothing is said there. */
export function knockAtRelay({ host, port }: Relay): Promise<CodedFailure | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const answer = (failure: CodedFailure | null) => {
      socket.destroy();
      resolve(failure);
    };
    socket.setTimeout(PATIENCE_MS, () => answer(networkFailure(Object.assign(new Error(`nothing answered within ${PATIENCE_MS / 1000} seconds`), { code: 'ETIMEDOUT' }), 'relay', 0)));
    socket.once('connect', () => answer(null));
    socket.once('error', (error) => answer(networkFailure(error, 'relay', 0)));
  });
}
