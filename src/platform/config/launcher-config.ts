import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { readDatabaseUrl } from './database-url.js';
import { EnvironmentReader } from './environment-reader.js';
import { hostInUrl, isEveryInterface, isLoopbackHost } from './hosts.js';
import type { TurnConfig } from './process-config.js';
import { readTlsFiles, type TlsFiles } from './tls-files.js';
import { readVersionFloors, type VersionFloors } from './version-floors.js';

const LAST_PORT = 65_535;

/** Everything an operator can set about one installation; api.md §3 lists the variables. */
export interface LauncherConfig {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly dataDir: string;
  /** Null: the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  /** Null: derived from host and port, once the port is known. */
  readonly publicUrl: string | null;
  readonly trustedProxy: string | null;
  readonly tls: TlsFiles | null;
  readonly engine: EngineChoices | null;
  /** Instead of an engine: where `npm run simulate` serves the provider of a rehearsal. */
  readonly rehearsalProvider: string | null;
  /** Where signed checkpoints of the audit log are copied to; null: nowhere. */
  readonly auditSink: string | null;
  /** Hosts to which webhooks may go although they are inside: names or addresses as they stand in the URL. */
  readonly webhookAllow: readonly string[];
  /** Which regions are nearest to which networks, for the placement of sites. */
  readonly networksFile: string | null;
  /** Hosts inside at which an identity provider may be. */
  readonly signOnAllow: readonly string[];
  /** Where the web processes hand over the screens of guests to each other; loopback unless they run on several machines. */
  readonly relayHost: string;
  /** Null: browsers that cannot reach each other directly cannot share a screen. */
  readonly turn: TurnConfig | null;
  /** Where web tells its metrics on loopback, core on the next port; 0: any free ones; null: nobody tells any. */
  readonly metricsPort: number | null;
  /** Raises the floors that this build knows; nothing lowers them. */
  readonly floors: VersionFloors;
}

export interface EngineChoices {
  readonly pagePort: number;
  readonly agentPort: number;
  /** Origin of the engine page; null: derived, on loopback only. */
  readonly pageUrl: string | null;
  /** The engine version whose known holes the operator accepts in writing. */
  readonly acceptedVulnerableVersion: string | null;
}

/** Reads the configuration; throws `ConfigurationError` that names every variable that is wrong or unsafe. */
export function readLauncherConfig(env: Readonly<Record<string, string | undefined>>): LauncherConfig {
  const read = new EnvironmentReader(env);
  const config: LauncherConfig = {
    host: readHost(read),
    port: read.port('LATCHKEY_PORT', 8080),
    dataDir: resolve(read.text('LATCHKEY_DATA_DIR') ?? './data'),
    databaseUrl: readDatabaseUrl(read),
    publicUrl: read.origin('LATCHKEY_PUBLIC_URL')?.origin ?? null,
    trustedProxy: readTrustedProxy(read),
    tls: readTlsFiles(read),
    engine: readEngine(read),
    rehearsalProvider: read.origin('LATCHKEY_REHEARSAL_PROVIDER')?.origin ?? null,
    auditSink: readAuditSink(read),
    webhookAllow: readHosts(read, 'LATCHKEY_WEBHOOK_ALLOW'),
    signOnAllow: readHosts(read, 'LATCHKEY_SIGN_ON_ALLOW'),
    networksFile: readNetworksFile(read),
    relayHost: readRelayHost(read),
    turn: readTurn(read),
    metricsPort: readMetricsPort(read),
    floors: readVersionFloors(read),
  };
  // What does not even read cannot be judged: that would only add sentences that are not true.
  read.finish();
  refuseUnsafeAddresses(read, config);
  refuseSharedPorts(read, config);
  refuseHalfRehearsal(read, config);
  read.finish();
  return config;
}

/** The console's origin for a port that is known by now; loopback is called localhost, because passkeys need a name. */
export function publicUrlOf(config: LauncherConfig, port: number): string {
  if (config.publicUrl !== null) return config.publicUrl;
  const host = isLoopbackHost(config.host) ? 'localhost' : hostInUrl(config.host);
  return new URL(`${config.tls ? 'https' : 'http'}://${host}:${port}`).origin;
}

/** The engine page's origin; on loopback another host name than the console's, since cookies do not tell ports apart. */
export function enginePageUrlOf(config: LauncherConfig, pagePort: number): string {
  const host = isLoopbackHost(config.host) && config.host !== 'localhost' ? hostInUrl(config.host) : '127.0.0.1';
  return config.engine?.pageUrl ?? new URL(`${config.tls ? 'https' : 'http'}://${host}:${pagePort}`).origin;
}

/** Whether nobody outside this machine can reach the console or an engine listener. */
export function isLoopbackOnly(config: LauncherConfig): boolean {
  const named = [config.publicUrl, config.engine?.pageUrl].filter((url) => url != null);
  return isLoopbackHost(config.host) && named.every((url) => isLoopbackHost(new URL(url).hostname));
}

function readHost(read: EnvironmentReader): string {
  const host = read.text('LATCHKEY_HOST') ?? '127.0.0.1';
  if (!isHost(host)) {
    read.refuse('LATCHKEY_HOST', `"${host}" is neither an IP address nor a host name; write it without scheme and port.`);
  }
  return host;
}

function isHost(text: string): boolean {
  return isIP(text) !== 0 || /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(text);
}

function readNetworksFile(read: EnvironmentReader): string | null {
  const text = read.text('LATCHKEY_NETWORKS_FILE');
  if (!text) return null;
  if (!existsSync(text)) read.refuse('LATCHKEY_NETWORKS_FILE', `There is no file "${text}".`);
  return resolve(text);
}

function readRelayHost(read: EnvironmentReader): string {
  const host = read.text('LATCHKEY_RELAY_HOST') ?? '127.0.0.1';
  if (isIP(host) === 0 || isEveryInterface(host)) read.refuse('LATCHKEY_RELAY_HOST', `"${host}" is not the IP address of one interface.`);
  return host;
}

function readTurn(read: EnvironmentReader): TurnConfig | null {
  const urls = (read.text('LATCHKEY_TURN_URL') ?? '').split(',').map((url) => url.trim()).filter(Boolean);
  const secret = read.text('LATCHKEY_TURN_SECRET');
  const odd = urls.find((url) => !/^turns?:[^\s@/]+(\?transport=(udp|tcp))?$/.test(url));
  if (odd !== undefined) read.refuse('LATCHKEY_TURN_URL', `"${odd}" is not of the form turn:host:3478 or turns:host:443?transport=tcp.`);
  if (urls.length === 0) return null;
  if (secret === null || secret.length < 16) read.refuse('LATCHKEY_TURN_SECRET', 'the TURN server needs the secret that it shares with us (`static-auth-secret`), of 16 characters or more.');
  return { urls, secret: secret ?? '' };
}

function readMetricsPort(read: EnvironmentReader): number | null {
  if (read.text('LATCHKEY_METRICS_PORT') === null) return null;
  const port = read.port('LATCHKEY_METRICS_PORT', 0);
  if (port === LAST_PORT) read.refuse('LATCHKEY_METRICS_PORT', `core would need port ${LAST_PORT + 1}; choose a lower one.`);
  return port;
}

function readAuditSink(read: EnvironmentReader): string | null {
  const text = read.text('LATCHKEY_AUDIT_SINK');
  if (text === null) return null;
  const address = URL.parse(text);
  const isFile = address?.protocol === 'file:' && address.host === '';
  const isSafe = address?.protocol === 'https:' || (address?.protocol === 'http:' && isLoopbackHost(address.hostname));
  if (!isFile && !isSafe) read.refuse('LATCHKEY_AUDIT_SINK', `"${text}" is neither a file:///… nor an https://… address.`);
  return text;
}

function readHosts(read: EnvironmentReader, variable: string): string[] {
  const hosts = (read.text(variable) ?? '').split(',').map((host) => host.trim().toLowerCase()).filter(Boolean);
  const odd = hosts.find((host) => !isHost(host));
  if (odd !== undefined) read.refuse(variable, `"${odd}" is neither an IP address nor a host name; write hosts without scheme and port, separated by commas.`);
  return hosts;
}

function readTrustedProxy(read: EnvironmentReader): string | null {
  const proxy = read.text('LATCHKEY_TRUSTED_PROXY');
  if (proxy !== null && isIP(proxy) === 0) {
    read.refuse('LATCHKEY_TRUSTED_PROXY', `"${proxy}" is not an IP address; name the one proxy whose forwarding headers are true.`);
  }
  return proxy;
}

function readEngine(read: EnvironmentReader): EngineChoices | null {
  const pageUrl = read.origin('LATCHKEY_ENGINE_URL')?.origin ?? null;
  const choices = {
    pagePort: read.port('LATCHKEY_ENGINE_PORT', 8081),
    agentPort: read.port('LATCHKEY_ENGINE_AGENT_PORT', 8443),
    pageUrl,
    acceptedVulnerableVersion: read.text('LATCHKEY_ENGINE_ACCEPT_VULNERABLE'),
  };
  return read.isOn('LATCHKEY_EMBEDDED_ENGINE', true) ? choices : null;
}

function refuseUnsafeAddresses(read: EnvironmentReader, config: LauncherConfig): void {
  const isEncrypted = config.tls !== null || (config.publicUrl?.startsWith('https:') && config.trustedProxy !== null);
  if (!isLoopbackHost(config.host) && !isEncrypted) {
    read.refuse(
      'LATCHKEY_HOST',
      `plain HTTP on ${config.host} would show passwords to the network. Set LATCHKEY_TLS_CERT and LATCHKEY_TLS_KEY, ` +
        'or an https LATCHKEY_PUBLIC_URL together with LATCHKEY_TRUSTED_PROXY, or bind to 127.0.0.1.',
    );
  }
  if (isEveryInterface(config.host) && config.publicUrl === null) {
    read.refuse('LATCHKEY_PUBLIC_URL', `${config.host} is no name: say under which address browsers and agents reach this server.`);
  }
  if (config.publicUrl?.startsWith('https:') && config.tls === null && config.trustedProxy === null) {
    read.refuse('LATCHKEY_TRUSTED_PROXY', 'an https LATCHKEY_PUBLIC_URL without a certificate of our own needs the address of the proxy that has one.');
  }
  for (const [variable, url] of [['LATCHKEY_PUBLIC_URL', config.publicUrl], ['LATCHKEY_ENGINE_URL', config.engine?.pageUrl]] as const) {
    if (url?.startsWith('http:') && !isLoopbackHost(new URL(url).hostname)) read.refuse(variable, `${url} is plain HTTP outside this machine; use https.`);
  }
  if (config.engine && !isLoopbackOnly(config)) refuseSharedEngineOrigin(read, config, config.engine);
}

/** Script of the engine page must not be same-site with the console, and cookies are shared between the ports of one host. */
function refuseSharedEngineOrigin(read: EnvironmentReader, config: LauncherConfig, engine: EngineChoices): void {
  if (engine.pageUrl === null) {
    read.refuse('LATCHKEY_ENGINE_URL', 'the engine page needs an address of its own, with another host name than LATCHKEY_PUBLIC_URL; or set LATCHKEY_EMBEDDED_ENGINE=off.');
  } else if (new URL(engine.pageUrl).hostname === new URL(publicUrlOf(config, config.port)).hostname) {
    read.refuse('LATCHKEY_ENGINE_URL', `${engine.pageUrl} has the console's host name; the engine page must have another.`);
  }
}

/** A rehearsal is an installation of its own: beside a real engine simulated devices would pass for real ones. */
function refuseHalfRehearsal(read: EnvironmentReader, { rehearsalProvider, engine }: LauncherConfig): void {
  if (rehearsalProvider === null) return;
  if (!isLoopbackHost(new URL(rehearsalProvider).hostname)) read.refuse('LATCHKEY_REHEARSAL_PROVIDER', `${rehearsalProvider} is not on this machine; a rehearsal stays on one.`);
  if (engine) read.refuse('LATCHKEY_REHEARSAL_PROVIDER', 'a rehearsal has no real engine; set LATCHKEY_EMBEDDED_ENGINE=off, and use a data folder of its own.');
}

function refuseSharedPorts(read: EnvironmentReader, { port: webPort, engine, metricsPort }: LauncherConfig): void {
  const taken = new Map([[webPort, 'LATCHKEY_PORT']]);
  const wished: (readonly [string, number])[] = [
    ...(engine ? [['LATCHKEY_ENGINE_PORT', engine.pagePort] as const, ['LATCHKEY_ENGINE_AGENT_PORT', engine.agentPort] as const] : []),
    ...(metricsPort ? [['LATCHKEY_METRICS_PORT', metricsPort] as const, ['LATCHKEY_METRICS_PORT', metricsPort + 1] as const] : []),
  ];
  for (const [variable, port] of wished) {
    if (port !== 0 && taken.has(port)) read.refuse(variable, `${port} is also ${taken.get(port)}; every listener needs its own port.`);
    taken.set(port, variable);
  }
}
