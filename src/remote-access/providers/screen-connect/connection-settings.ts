import { refuseOutboundUrl, type OutboundRules } from '../../../platform/off-box/outbound-address.js';
import { ProviderError, type RemoteAccessProvider } from '../../provider.js';
import type { ConnectionField, ProviderPorts } from '../../provider-kind.js';
import { DEFAULT_MAPPING, mappingOf } from './property-mapping.js';
import { ScreenConnectProvider } from './screen-connect-provider.js';

const field = (key: string, title: string, help: string, rest: Partial<ConnectionField> = {}): ConnectionField => ({ key, title, help, secret: false, required: false, ...rest });

/** The form for a server. */
export const CONNECTION_FIELDS: readonly ConnectionField[] = [
  field('url', 'Address', 'For example https://remote.example.org.', { required: true, input: 'url', decidesReceiver: true }),
  field('secret', 'Secret', 'RESTfulAuthenticationSecret of the RESTful API Manager extension. Opens every session of the server; stored sealed and never shown again.', { secret: true, required: true }),
  field('origin', 'Origin', 'RESTfulAllowedOrigin of the extension, letter for letter, when it is not the address.'),
  field('installerName', 'Installer name', 'What stands before .ClientSetup in the name of the server’s installers; ScreenConnect unless it was changed.'),
  field('properties', 'Custom properties', 'Which of the eight carry what: company=1, site=2, key=5, mark=6, name=7. The last three belong to Latchkey.'),
  field('expectedSigner', 'Signer of installers', 'Thumbprint of the certificate that installers for Windows are signed with; empty when it does not matter.'),
  field('rolesAskForConsent', 'Roles ask for consent', 'yes, when no role that technicians have here may join without consent. Without it a launch that needs consent is refused.', { choices: ['yes', 'no'] }),
  field('allowedPrivateHosts', 'Private hosts', 'Host names, separated by commas, that may have a private address.', { decidesReceiver: true }),
  field('ca', 'Certificate authority', 'PEM, when the server uses its own.', { input: 'lines', decidesReceiver: true }),
];

type Connection = Readonly<Record<string, string>>;

/** Says what is wrong with a connection; null when it can be tried. What is wrong with a secret is said without it. */
export function refuseScreenConnectConnection(connection: Connection): { key: string; message: string } | null {
  const given = (key: string) => connection[key] ?? '';
  const missing = CONNECTION_FIELDS.find(({ key, required }) => required && given(key) === '');
  if (missing) return { key: missing.key, message: 'is required' };
  const address = refuseOutboundUrl(given('url'), outboundRules(connection));
  if (address) return { key: 'url', message: address };
  // Both become headers, where anything else would be refused much later or end the header.
  if (!/^[\x21-\x7e]{8,512}$/.test(given('secret'))) return { key: 'secret', message: 'must be 8 to 512 plain characters without spaces' };
  if (!/^[\x21-\x7e]{0,256}$/.test(given('origin'))) return { key: 'origin', message: 'must be plain characters without spaces' };
  if (!/^[A-Za-z0-9._-]{0,64}$/.test(given('installerName'))) return { key: 'installerName', message: 'may hold letters, digits, dots, dashes and underscores' };
  if (!mappingOf(given('properties'))) return { key: 'properties', message: 'must name different places from 1 to 8' };
  if (!/^([0-9A-Fa-f]{40}|[0-9A-Fa-f]{64})?$/.test(given('expectedSigner'))) return { key: 'expectedSigner', message: 'must be a thumbprint in hex digits' };
  if (!['', 'yes', 'no'].includes(given('rolesAskForConsent'))) return { key: 'rolesAskForConsent', message: 'must be yes or no' };
  return null;
}

/** Opens a server by the fields of the form. */
export function openScreenConnect(connection: Connection, ports: ProviderPorts): RemoteAccessProvider {
  const refusal = refuseScreenConnectConnection(connection);
  if (refusal) throw new ProviderError('rejected', `${refusal.key} ${refusal.message}.`);
  const url = new URL(connection.url!);
  return new ScreenConnectProvider({
    base: url.href.replace(/\/+$/, ''),
    secret: connection.secret!,
    origin: connection.origin || url.origin,
    installerName: connection.installerName || 'ScreenConnect',
    mapping: mappingOf(connection.properties ?? '') ?? DEFAULT_MAPPING,
    expectedSigner: (connection.expectedSigner ?? '').toLowerCase(),
    rolesAskForConsent: connection.rolesAskForConsent === 'yes',
    outbound: outboundRules(connection),
    clock: ports.clock,
    log: ports.log,
    raisedFloor: ports.raisedFloor,
  });
}

function outboundRules(connection: Connection): OutboundRules {
  const hosts = (connection.allowedPrivateHosts ?? '')
    .split(',')
    .map((host) => host.trim())
    .filter((host) => host !== '');
  return { allowedPrivateHosts: hosts, ca: connection.ca || undefined };
}
