import { createHash, createSign, randomBytes } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { WebSocket } from 'ws';

/** What a MeshAgent is and what it was configured with. */
export interface MeshAgentFacts {
  /** As in an installation: `meshServer`, `meshId`, `meshName`, `serverId`, `domain`. */
  readonly configuration: Readonly<Record<string, string>>;
  readonly mark: string;
  /** PEM of its RSA key. */
  readonly key: string;
  /** DER of a certificate of that key. */
  readonly certificate: Buffer;
  readonly hostname: string;
  /** MeshCentral's number for the kind of agent: 4 Windows x64, 6 Linux x64. */
  readonly agentKind: number;
}

const AUTHENTICATE = 1;
const CERTIFICATE = 2;
const GROUP = 3;
const SERVER_IS_SATISFIED = 4;
const CORE_HASH = 11;
const TAG = 15;
const HASH_BYTES = 48;
/** Console, remote desktop, terminal, files, JavaScript: what a full agent says it can. */
const CAPABILITIES = 31;

/** The MeshAgent's side of its handshake with MeshCentral, as `meshagent.js` of the server reads it. */
export class MeshHandshake {
  readonly mark: string;
  private socket: WebSocket | undefined;
  private nonce = Buffer.alloc(0);
  private webHash = Buffer.alloc(0);

  constructor(private readonly facts: MeshAgentFacts) {
    this.mark = facts.mark;
  }

  /** Connects; `onEnd` once when it is over, `onCount` when the server has accepted it and when that ends. */
  start(onEnd: () => void, onCount: (by: 1 | -1) => void): void {
    // The server proves itself by its own signature; the agent pins what it saw of TLS into the handshake instead of judging it.
    const socket = new WebSocket(this.facts.configuration['meshServer'] ?? '', { rejectUnauthorized: false, perMessageDeflate: false, handshakeTimeout: 20_000 });
    this.socket = socket;
    let isAccepted = false;
    socket.on('upgrade', ({ socket: tls }) => {
      const certificate = (tls as TLSSocket).getPeerCertificate?.(true);
      this.webHash = createHash('sha384').update(certificate?.raw ?? '').digest();
    });
    socket.on('open', () => this.authenticate(socket));
    socket.on('message', (data, isBinary) => {
      if (!isBinary && (data as Buffer)[0] === 0x7b) return;
      if (this.answer(socket, data as Buffer) && !isAccepted) {
        isAccepted = true;
        onCount(1);
      }
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (isAccepted) onCount(-1);
      onEnd();
    });
  }

  stop(): void {
    this.socket?.terminate();
  }

  private authenticate(socket: WebSocket): void {
    this.nonce = randomBytes(HASH_BYTES);
    socket.send(Buffer.concat([short(AUTHENTICATE), this.webHash, this.nonce]));
  }

  /** Whether the server said that it is satisfied. */
  private answer(socket: WebSocket, message: Buffer): boolean {
    if (message.length < 2) return false;
    const command = message.readUInt16BE(0);
    if (command === AUTHENTICATE && message.length === 2 + 2 * HASH_BYTES) {
      const signature = createSign('SHA384').update(message.subarray(2)).update(this.nonce).sign(this.facts.key);
      const { certificate } = this.facts;
      socket.send(Buffer.concat([short(CERTIFICATE), short(certificate.length), certificate, signature]));
      socket.send(this.group());
      return false;
    }
    if (command !== SERVER_IS_SATISFIED) return false;
    socket.send(Buffer.concat([short(TAG), Buffer.from(this.facts.mark, 'utf8')]));
    // All zeros: a core of its own making, which the server leaves alone.
    socket.send(Buffer.concat([short(CORE_HASH), short(0), Buffer.alloc(HASH_BYTES)]));
    socket.send(JSON.stringify({ action: 'coreinfo', value: 'Simulated', osdesc: 'Simulated', caps: CAPABILITIES, root: true }));
    return true;
  }

  private group(): Buffer {
    const { configuration, hostname, agentKind } = this.facts;
    const name = Buffer.from(hostname, 'utf8');
    const meshId = Buffer.from((configuration['meshId'] ?? '').replace(/^0x/, ''), 'hex');
    return Buffer.concat([short(GROUP), int(1), int(agentKind), int(0), int(1), meshId, int(CAPABILITIES), short(name.length), name]);
  }
}

function short(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function int(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
