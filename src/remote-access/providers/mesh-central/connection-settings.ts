import type { ConnectionField, ProviderPorts } from '../../provider-kind.js';
import { refuseOutboundUrl, type OutboundRules } from '../../../platform/off-box/outbound-address.js';
import { ProviderError, type RemoteAccessProvider } from '../../provider.js';
import { embeddedServer } from './embedded-server.js';
import { externalServer } from './external-server.js';
import { MeshCentralProvider } from './mesh-central-provider.js';

/** The form for a server by URL. The embedded engine's connection is made by the launcher and never typed in. */
export const CONNECTION_FIELDS: readonly ConnectionField[] = [
  {
    key: 'url',
    title: 'Address',
    help: 'For example https://mesh.example.org, or https://mesh.example.org/customer for a domain.',
    secret: false,
    required: true,
    input: 'url',
    decidesReceiver: true,
  },
  {
    key: 'user',
    title: 'User or token name',
    help: 'Best a login token of a dedicated account.',
    secret: false,
    required: true,
  },
  {
    key: 'password',
    title: 'Password or token',
    help: 'Stored sealed and never shown again.',
    secret: true,
    required: true,
  },
  {
    key: 'allowedPrivateHosts',
    title: 'Private hosts',
    help: 'Host names, separated by commas, that may have a private address.',
    secret: false,
    required: false,
    decidesReceiver: true,
  },
  {
    key: 'ca',
    title: 'Certificate authority',
    help: 'PEM, when the server uses its own.',
    secret: false,
    required: false,
    input: 'lines',
    decidesReceiver: true,
  },
];

const EMBEDDED_KEYS = ['engineDir', 'port', 'serviceUser', 'loginCookieKey', 'agentHost'] as const;

type Connection = Readonly<Record<string, string>>;

/** Says what is wrong with a connection; null when it can be tried. */
export function refuseMeshCentralConnection(connection: Connection): { key: string; message: string } | null {
  const missing = (keys: readonly string[]) => keys.find((key) => (connection[key] ?? '') === '');
  if (connection.mode === 'embedded') {
    const key = missing(EMBEDDED_KEYS);
    return key ? { key, message: 'is required' } : null;
  }
  const key = missing(CONNECTION_FIELDS.filter((field) => field.required).map((field) => field.key));
  if (key) return { key, message: 'is required' };
  const message = refuseOutboundUrl(connection.url!, outboundRules(connection));
  return message ? { key: 'url', message } : null;
}

/**
 * Opens a server: `mode: 'embedded'` with what the launcher knows of the engine (`engineDir`, `port`, `serviceUser`,
 * `loginCookieKey`, `agentHost` as `host:port`), or the fields of the form.
 */
export function openMeshCentral(connection: Connection, ports: ProviderPorts): RemoteAccessProvider {
  const refusal = refuseMeshCentralConnection(connection);
  if (refusal) throw new ProviderError('rejected', `${refusal.key} ${refusal.message}.`);
  const server =
    connection.mode === 'embedded'
      ? embeddedServer({
          engineDir: connection.engineDir!,
          port: Number(connection.port),
          serviceUser: connection.serviceUser!,
          loginCookieKey: connection.loginCookieKey!,
          agentHost: connection.agentHost!,
          ...ports,
        })
      : externalServer({
          url: new URL(connection.url!),
          user: connection.user!,
          password: connection.password!,
          outbound: outboundRules(connection),
          log: ports.log,
        });
  return new MeshCentralProvider({ server, ...ports });
}

function outboundRules(connection: Connection): OutboundRules {
  const hosts = (connection.allowedPrivateHosts ?? '')
    .split(',')
    .map((host) => host.trim())
    .filter((host) => host !== '');
  return { allowedPrivateHosts: hosts, ca: connection.ca || undefined };
}
