import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { readDatabaseUrl } from './database-url.js';
import { EnvironmentReader } from './environment-reader.js';
import { hostInUrl, isEveryInterface, isLoopbackHost } from './hosts.js';
import { readTlsFiles, type TlsFiles } from './tls-files.js';

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
  };
  // What does not even read cannot be judged: that would only add sentences that are not true.
  read.finish();
  refuseUnsafeAddresses(read, config);
  refuseSharedPorts(read, config);
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
  if (isIP(host) === 0 && !/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(host)) {
    read.refuse('LATCHKEY_HOST', `"${host}" is neither an IP address nor a host name; write it without scheme and port.`);
  }
  return host;
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

function refuseSharedPorts(read: EnvironmentReader, config: LauncherConfig): void {
  if (!config.engine) return;
  const taken = new Map([[config.port, 'LATCHKEY_PORT']]);
  for (const [variable, port] of [['LATCHKEY_ENGINE_PORT', config.engine.pagePort], ['LATCHKEY_ENGINE_AGENT_PORT', config.engine.agentPort]] as const) {
    if (port !== 0 && taken.has(port)) read.refuse(variable, `${port} is also ${taken.get(port)}; every listener needs its own port.`);
    taken.set(port, variable);
  }
}
