import { hostInUrl, isEveryInterface } from '../platform/config/hosts.js';
import { publicUrlOf, type LauncherConfig } from '../platform/config/launcher-config.js';
import { coreEnvironment, webEnvironment } from '../platform/config/process-environment.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../platform/database/embedded-postgres.js';
import { METRICS_HOST } from '../platform/metrics/metrics-listener.js';
import { EMBEDDED_PRODUCT, type EmbeddedEngine } from '../remote-access/embedded-engine.js';
import { coreConfigOf, webConfigOf, type InstallationFacts, type ListenerPorts } from './child-configuration.js';
import type { DataFolder } from './data-folder.js';
import { startEngineProcess, type EngineProcess } from './engine-process.js';
import {
  embeddedAddresses, ensureEmbeddedDatabase, externalAddresses, ownerPassword, prepareDatabase, type PreparedDatabase,
} from './installation-database.js';
import { KeyRingWatch } from './key-ring-watch.js';
import type { LogBook } from './log-book.js';
import { claimPort } from './ports.js';
import { chooseProcessAccounts, type ProcessAccounts } from './process-accounts.js';
import { type ProgramChild, startProgramChild } from './program-child.js';
import type { StopList } from './stop-list.js';
import { Supervised, type Running } from './supervised.js';

export interface InstallationParts {
  readonly config: LauncherConfig;
  readonly data: DataFolder;
  readonly logs: LogBook;
  readonly projectDir: string;
  readonly engineDir: string;
  readonly program: string;
}

export interface StartedInstallation {
  readonly port: number;
  readonly publicUrl: string;
  readonly claimCode: string | null;
}

/** How long each part may take to end; together they stay below ten seconds. */
const STOP_MS = { web: 2_000, core: 2_000, engine: 2_000, postgresPolite: 2_000, postgresHard: 1_000 };

/** The running parts of one installation, started in the order in which they need each other. */
export class Installation {
  private readonly accounts: ProcessAccounts;
  private readonly log: (level: 'info' | 'warn' | 'error', sentence: string) => void;
  private ports!: ListenerPorts;
  private database!: PreparedDatabase;
  private engine: Supervised<EngineProcess> | undefined;
  /** As it last ran: who starts while it is down waits for that one, and not for none. */
  private lastEngine: EmbeddedEngine | null = null;

  constructor(
    private readonly parts: InstallationParts,
    private readonly stops: StopList,
  ) {
    this.accounts = chooseProcessAccounts(parts.projectDir, parts.config.dataDir);
    this.log = (level, sentence) => parts.logs.say(level, sentence);
  }

  /** Starts everything; rejects when database, core or web cannot be started. A failing engine is tried again in the background. */
  async start(): Promise<StartedInstallation> {
    this.ports = await this.claimPorts();
    const [database] = await Promise.all([this.startDatabase(), this.startEngine()]);
    this.database = database;
    this.stops.goOn();
    if (this.accounts.separation === 'reduced') this.log('warn', `web and core are not kept apart by accounts: ${this.accounts.reason}.`);
    if (!database.hasOwnLogins) this.log('warn', 'the database does not let us make logins: web and core share the one of DATABASE_URL.');
    const core = this.supervise('core', () => coreEnvironment(coreConfigOf(this.facts)));
    const web = this.supervise('web', () => webEnvironment(webConfigOf(this.facts)));
    const told = this.lastEngine?.port;
    await core.start();
    await this.stops.add('core', () => core.stop(STOP_MS.core));
    await web.start();
    await this.stops.add('web', () => web.stop(STOP_MS.web));
    this.tellChildrenAboutNewEngine(core, web, told);
    const watch = new KeyRingWatch({
      data: this.parts.data,
      ownerUrl: database.addresses.ownerUrl,
      holders: { sealing: () => core.running, accounts: () => web.running },
      warn: (sentence) => this.log('warn', sentence),
    });
    await this.stops.add('the watch over keys', () => watch.stop());
    watch.start();
    return { port: this.ports.web, publicUrl: this.publicUrl, claimCode: database.claimCode };
  }

  private get publicUrl(): string {
    return publicUrlOf(this.parts.config, this.ports.web);
  }

  /** The host under which remote agents find the engine's agent listener. */
  private get agentHost(): string {
    const { host, engine } = this.parts.config;
    if (engine?.pageUrl) return new URL(engine.pageUrl).hostname;
    return isEveryInterface(host) ? new URL(this.publicUrl).hostname : hostInUrl(host);
  }

  private async claimPorts(): Promise<ListenerPorts> {
    const { host, port, engine, metricsPort } = this.parts.config;
    const byPlainAccount = this.accounts.web !== undefined;
    const claim = (variable: string, wished: number): Promise<number> => claimPort({ variable, host, port: wished, byPlainAccount });
    const claimForMetrics = (wished: number): Promise<number> => claimPort({ variable: 'LATCHKEY_METRICS_PORT', host: METRICS_HOST, port: wished, byPlainAccount });
    return {
      web: await claim('LATCHKEY_PORT', port),
      page: engine ? await claim('LATCHKEY_ENGINE_PORT', engine.pagePort) : 0,
      agent: engine ? await claim('LATCHKEY_ENGINE_AGENT_PORT', engine.agentPort) : 0,
      metrics: metricsPort === null ? null : { web: await claimForMetrics(metricsPort), core: await claimForMetrics(metricsPort && metricsPort + 1) },
    };
  }

  private async startDatabase(): Promise<PreparedDatabase> {
    const { config, data } = this.parts;
    const say = (sentence: string): void => this.log('info', sentence);
    if (config.databaseUrl !== null) return prepareDatabase(externalAddresses(config.databaseUrl, data), say);
    const supervised = new Supervised({ name: 'PostgreSQL', log: this.log, begin: () => this.beginPostgres() });
    const { postgres } = await supervised.start();
    await this.stops.add('PostgreSQL', () => supervised.stop(STOP_MS.postgresPolite));
    await ensureEmbeddedDatabase(postgres, data);
    return prepareDatabase(embeddedAddresses(postgres, data), say);
  }

  private async beginPostgres(): Promise<Running & { readonly postgres: EmbeddedPostgres }> {
    const { config, data, logs } = this.parts;
    const group = this.accounts.core?.gid;
    const postgres = await startEmbeddedPostgres({
      dataDir: config.dataDir,
      ownerPassword: ownerPassword(data),
      ...(group === undefined ? {} : { socketGroup: group }),
      log: (line) => logs.take('postgres', line),
    });
    const stop = (withinMs: number): Promise<void> => postgres.stop({ politeMs: withinMs, hardMs: STOP_MS.postgresHard });
    return { postgres, pid: postgres.pid, ended: postgres.ended, stop };
  }

  private async startEngine(): Promise<void> {
    const { config, data, logs, engineDir } = this.parts;
    if (!config.engine) return;
    const begin = async (signal: AbortSignal): Promise<EngineProcess> => {
      const started = await startEngineProcess({
        config, engineDir, logs, signal, dataDir: data.path,
        agentUrl: { host: this.agentHost, port: this.ports.agent },
        ...(this.accounts.engine ? { account: this.accounts.engine } : {}),
      });
      this.lastEngine = started.engine;
      return started;
    };
    const engine = new Supervised({ name: EMBEDDED_PRODUCT.title, log: this.log, begin });
    this.engine = engine;
    await this.stops.add(EMBEDDED_PRODUCT.title, () => engine.stop(STOP_MS.engine));
    await engine.start().catch((error: Error) => {
      this.stops.goOn();
      this.log('error', `${EMBEDDED_PRODUCT.title} did not start, remote access has to wait for it: ${error.message}`);
      engine.startPatiently();
    });
  }

  private supervise(role: 'core' | 'web', environment: () => Record<string, string>): Supervised<ProgramChild> {
    const { program, projectDir, logs } = this.parts;
    const account = this.accounts[role];
    return new Supervised({
      name: role,
      log: this.log,
      begin: () => startProgramChild({ role, program, workingDir: projectDir, logs, environment: environment(), ...(account ? { account } : {}) }),
    });
  }

  /** An engine that came late, or had to take another port than they were told, is news to both: they get it by being started again. */
  private tellChildrenAboutNewEngine(core: Supervised<ProgramChild>, web: Supervised<ProgramChild>, told: number | undefined): void {
    let known = told;
    const tell = ({ port }: EmbeddedEngine): void => {
      if (port === known) return;
      known = port;
      void core.restart(STOP_MS.core).then(() => web.restart(STOP_MS.web));
    };
    this.engine?.whenStarted(({ engine }) => tell(engine));
    if (this.lastEngine) tell(this.lastEngine);
  }

  private get facts(): InstallationFacts {
    const { parts, accounts, ports, database, publicUrl, agentHost } = this;
    return { ...parts, accounts, ports, database, publicUrl, agentHost, engine: this.lastEngine };
  }
}
