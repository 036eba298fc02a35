import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server as TlsServer } from 'node:tls';
import { generate } from 'selfsigned';
import type { RemoteAgentEvidence, ReportFrame } from '../../contracts/agent-protocol.js';
import type { Certificate, TlsVersions } from '../fakes/gateway-double.js';
import type { AgentProcess } from '../support/agent-process.js';

/** Within this time a cause is named, and its end is noticed. */
export const PROMPTLY_MS = 10_000;

/** What a device that knows no TLS 1.3 is turned away by; and what a server offers that never learned TLS 1.2, which OpenSSL only gives with its security level lowered. */
export const ONLY_NEWER_TLS: TlsVersions = { minVersion: 'TLSv1.3' };
export const ONLY_OLDER_TLS: TlsVersions = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };

/** A certificate for 127.0.0.1 that nobody signed but itself; `fromNowMs` is when it begins to be valid. */
export async function certificate(name: string, fromNowMs = -3_600_000): Promise<Certificate> {
  const notBeforeDate = new Date(Date.now() + fromNowMs);
  const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
    notBeforeDate, notAfterDate: new Date(notBeforeDate.getTime() + 30 * 24 * 3_600_000), keySize: 2048, algorithm: 'sha256',
    extensions: [{ name: 'basicConstraints', cA: true }, { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  return { key, cert };
}

/** A provider's relay: takes TLS connections and keeps them. */
export class RelayDouble {
  private readonly sockets = new Set<Socket>();
  private constructor(private readonly server: TlsServer, readonly port: number) {
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket));
    });
    server.on('tlsClientError', () => undefined);
  }

  static async listen(shown: Certificate & TlsVersions, port = 0): Promise<RelayDouble> {
    const server = createServer(shown, (socket) => socket.on('error', () => undefined));
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return new RelayDouble(server, (server.address() as { port: number }).port);
  }

  get meshServer(): string {
    return `wss://127.0.0.1:${this.port}/00112233445566778899aabbccddeeff/ra/agent.ashx`;
  }

  showCertificate(shown: Certificate & TlsVersions): void {
    this.server.setSecureContext(shown);
  }

  async close(): Promise<void> {
    const closed = new Promise((done) => this.server.close(done));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}

/** A port that takes no connection and refuses none: its listener is stopped and its queue is full. Call what is returned to end it. */
export async function blackHole(port: number): Promise<() => void> {
  const program = `require('node:net').createServer().listen({ port: ${port}, host: '127.0.0.1', backlog: 1 }, () => console.log('up'))`;
  const listener = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(listener.stdout, 'data');
  listener.kill('SIGSTOP');
  const waiting = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
  await new Promise((resolve) => setTimeout(resolve, 300));
  return () => {
    for (const socket of waiting) socket.destroy();
    listener.kill('SIGKILL');
  };
}

/** What the endpoint agent last said of its own remote agent. */
export function seen({ gateway }: AgentProcess): RemoteAgentEvidence | undefined {
  const told = gateway.frames.flatMap(({ frame }) => (frame.type === 'remote-agents' ? [frame.found.find(({ own }) => own)] : []));
  return told.at(-1);
}

/** Waits for the moment when the first trouble that the endpoint agent tells is this one, or for none at all. */
export async function trouble(agent: AgentProcess, code: string | null): Promise<RemoteAgentEvidence> {
  const first = () => seen(agent)?.troubles?.[0]?.code ?? null;
  for (const end = Date.now() + PROMPTLY_MS; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) if (seen(agent)?.troubles && first() === code) return seen(agent)!;
  throw new Error(`expected ${code ?? 'no trouble'} within ${PROMPTLY_MS / 1000} s, saw ${JSON.stringify(seen(agent))}`);
}

/** Orders an installation and gives its report, which comes promptly. */
export function installed(agent: AgentProcess, change: object = {}, generation = '1'): Promise<ReportFrame> {
  const { gateway, deviceId } = agent;
  return gateway.reportOf(gateway.instruct(deviceId, 'install-remote-agent', { ...agent.installation(), ...change }, { generation }), PROMPTLY_MS);
}

/** Waits until the endpoint agent says by itself that a cause is gone. */
export function cleared({ gateway }: AgentProcess, code: string): Promise<unknown> {
  return gateway.frame('cause-cleared', (frame) => frame.code === code, PROMPTLY_MS);
}

export function folder(name: string): string {
  return mkdtempSync(join(tmpdir(), `latchkey-${name}-`));
}
