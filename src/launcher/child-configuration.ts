import { join } from 'node:path';
import { SIMULATED_PROVIDER } from '../../contracts/simulated-provider.js';
import { enginePageUrlOf, isLoopbackOnly, type LauncherConfig } from '../platform/config/launcher-config.js';
import type { CoreConfig, CoreEngineConfig, WebConfig, WebEngineConfig } from '../platform/config/process-config.js';
import { EMBEDDED_PRODUCT, type EmbeddedEngine } from '../remote-access/embedded-engine.js';
import type { DataFolder } from './data-folder.js';
import type { PreparedDatabase } from './installation-database.js';
import type { ProcessAccounts } from './process-accounts.js';

/** The ports that this start has claimed; page and agent are 0 without the engine. */
export interface ListenerPorts {
  readonly web: number;
  readonly page: number;
  readonly agent: number;
  /** Both on loopback; null where nobody wants metrics. */
  readonly metrics: { readonly web: number; readonly core: number } | null;
}

/** What is known of an installation once its database stands and its engine runs, or does not. */
export interface InstallationFacts {
  readonly config: LauncherConfig;
  readonly data: DataFolder;
  readonly accounts: ProcessAccounts;
  readonly ports: ListenerPorts;
  readonly database: PreparedDatabase;
  readonly publicUrl: string;
  /** The host under which remote agents find the engine's agent listener. */
  readonly agentHost: string;
  readonly projectDir: string;
  readonly engineDir: string;
  /** Null while it is off or down. */
  readonly engine: EmbeddedEngine | null;
}

/** What core is told: it alone gets the sealing key and the engine's credential. */
export function coreConfigOf(facts: InstallationFacts): CoreConfig {
  const { data, database, accounts, publicUrl } = facts;
  const [sealingKey, ...olderSealingKeys] = data.keyRing('sealing');
  return {
    databaseUrl: database.addresses.coreUrl,
    dataDir: data.makePrivate('core', accounts.core),
    sealingKey,
    olderSealingKeys,
    publicUrl,
    auditSink: facts.config.auditSink,
    webhookAllow: facts.config.webhookAllow,
    metricsPort: facts.ports.metrics?.core ?? null,
    floors: facts.config.floors,
    engine: facts.engine ? engineForCore(facts, facts.engine) : rehearsal(facts.config),
  };
}

/** What web is told; its certificates are lent to its account. */
export function webConfigOf(facts: InstallationFacts): WebConfig {
  const { config, database, accounts, publicUrl, projectDir, ports } = facts;
  const [accountsKey, ...olderAccountsKeys] = facts.data.keyRing('accounts').map((key) => key.toString('base64url'));
  return {
    databaseUrl: database.addresses.webUrl,
    host: config.host,
    port: ports.web,
    publicUrl,
    trustedProxy: config.trustedProxy,
    tls: config.tls && { certFile: lend(facts, config.tls.certFile, 'console.crt'), keyFile: lend(facts, config.tls.keyFile, 'console.key') },
    consoleDir: join(projectDir, 'console', 'dist'),
    agentDir: join(projectDir, 'build', 'agent'),
    separation: accounts.separation === 'full' && database.hasOwnLogins ? 'full' : 'reduced',
    accountsKey: accountsKey!,
    olderAccountsKeys,
    webhookAllow: config.webhookAllow,
    networksFile: config.networksFile && lend(facts, config.networksFile, 'networks.csv'),
    signOnAllow: config.signOnAllow,
    guestDir: join(projectDir, 'build', 'guest'),
    relayHost: config.relayHost,
    turn: config.turn,
    metricsPort: ports.metrics?.web ?? null,
    engine: facts.engine && engineForWeb(facts, facts.engine),
  };
}

function engineForCore({ config, engineDir, agentHost, ports }: InstallationFacts, engine: EmbeddedEngine): CoreEngineConfig {
  return {
    kind: EMBEDDED_PRODUCT.kind,
    name: 'Embedded engine',
    connection: {
      mode: 'embedded',
      engineDir,
      port: String(engine.port),
      serviceUser: engine.serviceUser,
      loginCookieKey: engine.loginCookieKey,
      agentHost: `${agentHost}:${ports.agent}`,
    },
    startedAt: engine.startedAt.toISOString(),
    loopbackOnly: isLoopbackOnly(config),
  };
}

function rehearsal({ rehearsalProvider }: LauncherConfig): CoreEngineConfig | null {
  return rehearsalProvider === null ? null : { kind: SIMULATED_PROVIDER, name: 'Rehearsal', connection: { url: rehearsalProvider }, loopbackOnly: true };
}

function engineForWeb(facts: InstallationFacts, engine: EmbeddedEngine): WebEngineConfig {
  const { config, ports } = facts;
  return {
    port: engine.port,
    pageHost: config.host,
    pagePort: ports.page,
    pageUrl: enginePageUrlOf(config, ports.page),
    agentHost: config.host,
    agentPort: ports.agent,
    agentCertFile: lend(facts, engine.agentCertFile, 'agent-listener.crt'),
    agentKeyFile: lend(facts, engine.agentKeyFile, 'agent-listener.key'),
  };
}

function lend({ data, accounts }: InstallationFacts, file: string, name: string): string {
  return data.lend(file, 'web', name, accounts.web);
}
