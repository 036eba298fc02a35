import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mshText } from '../agent/remote-agents/mesh-central/msh.js';
import { claimPort } from '../src/launcher/ports.js';
import { systemClock } from '../src/platform/clock.js';
import { createEngineListeners, type EngineListeners, type EngineVerdicts } from '../src/remote-access/engine-proxy/index.js';
import type { RemoteAccessProvider, RemoteEndpoint } from '../src/remote-access/provider.js';
import { providerKind } from '../src/remote-access/provider-registry.js';
import { startEmbeddedEngine, type EmbeddedEngine } from '../src/remote-access/providers/mesh-central/index.js';
import { awaiting } from './awaiting.js';
import { layDownIdentity } from './mesh-identity.js';

/** What somebody would write who has nothing but a server, its agent and its settings file. */
const SCRIPT = `#!/bin/sh -e
cd "$1"
cp "$2" meshagent
chmod 700 meshagent
cp "$3" meshagent.msh
exec ./meshagent run
`;

/**
 * The floor: the same MeshAgent, installed and connected by a shell script. It connects to a MeshCentral of its own through
 * the same listener as the product's, which lets everybody in; the binary is copied on disk, not downloaded.
 */
export class ScriptedInstallation {
  private readonly connected = new Set<string>();
  private readonly known = new Set<string>();
  private wakeUp: () => void = () => undefined;

  private constructor(
    private readonly folder: string,
    private readonly engine: EmbeddedEngine,
    private readonly listeners: EngineListeners,
    private readonly provider: RemoteAccessProvider,
  ) {
    const see = (endpoint: RemoteEndpoint) => {
      this.known.add(endpoint.remoteId);
      if (endpoint.connected) this.connected.add(endpoint.remoteId);
      else this.connected.delete(endpoint.remoteId);
      this.wakeUp();
    };
    provider.observe({
      replaced: (all) => all.forEach(see),
      changed: see,
      removed: (id) => void (this.known.delete(id), this.connected.delete(id)),
      lost: () => this.connected.clear(),
    });
  }

  static async prepare(folder: string, engineDir: string): Promise<ScriptedInstallation> {
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    const agentPort = await claimPort({ variable: 'the floor', host: '127.0.0.1', port: 0, byPlainAccount: false });
    const engine = await startEmbeddedEngine({
      engineDir, dataDir: join(folder, 'engine'), agentUrl: { host: '127.0.0.1', port: agentPort }, log: () => undefined, onExit: () => undefined,
    });
    const kind = providerKind('mesh-central')!;
    const listeners = await createEngineListeners({
      enginePort: engine.port, surface: kind.surface!, verdicts: ADMITS_EVERYBODY,
      page: { host: '127.0.0.1', port: 0, url: 'http://127.0.0.1' },
      agent: { host: '127.0.0.1', port: agentPort, ...engine.agentTls }, log: () => undefined,
    });
    const provider = kind.open(
      {
        mode: 'embedded', engineDir, port: String(engine.port), serviceUser: engine.serviceUser, loginCookieKey: engine.loginCookieKey,
        agentHost: `127.0.0.1:${agentPort}`,
      },
      { clock: systemClock, log: { info: () => undefined, warn: () => undefined } },
    );
    const floor = new ScriptedInstallation(folder, engine, listeners, provider);
    await floor.layOut();
    return floor;
  }

  /** The vendor's binary, for whoever needs an identity. */
  get binary(): string {
    return join(this.folder, 'meshagent-as-served');
  }

  /** Milliseconds from the start of the script to the moment when the server says that the node is connected. */
  async measure(): Promise<number> {
    const home = join(this.folder, 'home');
    await layDownIdentity(this.binary, join(home, 'meshagent.db'), this.folder);
    const online = new Promise<void>((seen) => (this.wakeUp = () => this.connected.size > 0 && seen()));
    const began = performance.now();
    const script = spawn('/bin/sh', [join(this.folder, 'install.sh'), home, this.binary, join(this.folder, 'settings.msh')], { stdio: 'ignore' });
    try {
      await Promise.race([online, awaiting('the scripted agent is connected', () => this.connected.size > 0, 1_000)]);
      return performance.now() - began;
    } finally {
      await this.reset(script, home);
    }
  }

  async close(): Promise<void> {
    await this.provider.close();
    await this.listeners.close();
    await this.engine.stop();
  }

  private async layOut(): Promise<void> {
    const remoteGroupId = await this.provider.ensureSite({ id: randomUUID(), name: 'The floor' });
    const facts = await this.provider.installConfiguration({ remoteGroupId, deploymentSecret: randomBytes(16).toString('hex') });
    writeFileSync(join(this.folder, 'settings.msh'), mshText(facts as unknown as Parameters<typeof mshText>[0]), { mode: 0o600 });
    writeFileSync(this.binary, (await this.provider.installerFor({ os: 'linux', arch: 'x64' }))!.bytes);
    writeFileSync(join(this.folder, 'install.sh'), SCRIPT);
  }

  private async reset(script: ChildProcess, home: string): Promise<void> {
    const ended = new Promise((done) => script.once('close', done));
    script.kill('SIGKILL');
    await ended;
    rmSync(home, { recursive: true });
    await awaiting('the scripted agent is gone', () => this.connected.size === 0);
    for (const id of this.known) await this.provider.removeEndpoint(id);
    await awaiting('the scripted node is removed', () => this.known.size === 0);
  }
}

/** There is no deployment whose secret could be asked for, and nothing is launched. */
const ADMITS_EVERYBODY: EngineVerdicts = {
  enterLaunch: async () => null,
  launchOfBrowser: async () => null,
  relayCookie: async () => null,
  launchActivity: () => undefined,
  agentSecret: async () => ({ deploymentId: 'floor' }),
  agentConnected: () => undefined,
  agentClosed: () => undefined,
};
