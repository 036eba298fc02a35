import { randomBytes } from 'node:crypto';
import { generate } from 'selfsigned';
import { ScreenConnectDouble } from '../../test/fakes/screen-connect/index.js';
import { readKept, writeKept } from '../kept-file.js';
import type { ServedProvider } from '../served-provider.js';

/** What makes it the same server after a restart. */
interface KeptServer {
  readonly port: number;
  readonly relayPort: number;
  readonly secret: string;
  readonly key: string;
  readonly cert: string;
}

/**
 * Serves the protocol double on loopback with a certificate of its own, and says what an administrator fills into the form of a
 * connection. With a file to keep that in it is the same server at every start; its sessions come back with their clients.
 */
export async function serveDouble(port: number, keptIn: string | null = null): Promise<ServedProvider> {
  const known = keptIn === null ? null : readKept<KeptServer>(keptIn);
  const server = known ?? { port, relayPort: 0, secret: randomBytes(24).toString('base64url'), ...(await newCertificate()) };
  const double = new ScreenConnectDouble({ tls: server, realClients: true, relayPort: server.relayPort });
  double.switches.secret = server.secret;
  const listensAt = await double.start(server.port);
  if (keptIn !== null && !known) writeKept(keptIn, { ...server, port: listensAt, relayPort: double.identity.relayPort } satisfies KeptServer);
  const connection = { url: `https://localhost:${listensAt}`, secret: server.secret, allowedPrivateHosts: 'localhost', ca: server.cert, rolesAskForConsent: 'yes' };
  return { says: `A protocol double of ScreenConnect; its connection: ${JSON.stringify(connection)}`, connection, stop: () => double.stop() };
}

async function newCertificate(): Promise<Pick<KeptServer, 'key' | 'cert'>> {
  const altNames = [{ type: 2 as const, value: 'localhost' }];
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec', curve: 'P-256', extensions: [{ name: 'subjectAltName', altNames }],
  });
  return { key, cert };
}
