import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AgentProgram } from '../demo/agent-program.js';
import { KeptAgent } from '../demo/kept-agent.js';
import { systemClock } from '../src/platform/clock.js';
import type { RemoteAccessProvider } from '../src/remote-access/provider.js';
import { providerKind } from '../src/remote-access/provider-registry.js';
import { ENGINE_DOMAIN, SERVICE_ACCOUNT } from '../src/remote-access/providers/mesh-central/engine-configuration.js';
import { awaiting } from './awaiting.js';
import { layDownIdentity } from './mesh-identity.js';
import { StartedServer } from './started-server.js';

const LOOK_EVERY_MS = 20;
/**
 * With the remote agent's folder gone, `REMOVING` only waits for the next whole reading of the provider, which comes once a
 * minute and proves that the node stays away; the next assignment need not wait for that.
 */
const GONE: readonly string[] = ['REMOVING', 'REMOVED', 'NOT_TARGETED'];
/** The node's record is removed within this time, as the provider tells it. */
const RECORD_REMOVED_MS = 1_000;

interface Device {
  readonly online: boolean;
  readonly deployment: { readonly phase: string } | null;
}

/** The product, whole: a server on free ports, and one connected device whose site gets a package and loses it again. */
export class ProductInstallation {
  private constructor(
    private readonly folder: string,
    private readonly server: StartedServer,
    private readonly agent: KeptAgent,
    private readonly ids: { readonly device: string; readonly site: string; readonly package: string },
  ) {}

  static async prepare(folder: string, projectDir: string): Promise<ProductInstallation> {
    const server = await StartedServer.start(folder, projectDir);
    const { api, url } = server;
    const { id: clientId } = await api.post<{ id: string }>('/clients', { name: 'Bench' });
    const { id: siteId } = await api.post<{ id: string }>('/sites', { clientId, name: 'Bench' });
    const policy = { category: 'devices', type: 'remote-access', name: 'Bench', enabled: true, settings: { enabled: true } };
    const { id: policyId } = await api.post<{ id: string }>('/policies', policy);
    const { id: packageId } = await api.post<{ id: string }>('/packages', { name: 'Bench', entries: [{ policyId }] });
    const { token } = await api.post<{ token: string }>('/enrolment-tokens', { siteId, maxUses: 1 });

    const program = new AgentProgram(join(folder, 'agent'));
    await program.enrol(url, token);
    const agent = new KeptAgent(program, join(folder, 'agent.log'), (line) => process.stderr.write(`${line}\n`));
    await agent.start();
    const { deviceId } = await program.status();
    const product = new ProductInstallation(folder, server, agent, { device: deviceId!, site: siteId, package: packageId });
    await awaiting('the device is online', async () => (await product.device()).online);
    return product;
  }

  /** Milliseconds from sending the assignment to the moment when the API says Ready, asked every 20 ms; then unassigns. */
  async measure(binary: string): Promise<number> {
    await layDownIdentity(binary, join(this.remoteAgentFolder, 'meshagent.db'), this.folder);
    const took = await this.assign();
    await this.unassign();
    return took;
  }

  /** Milliseconds from sending the assignment to the moment when the API says Ready. */
  async assign(): Promise<number> {
    const began = performance.now();
    await this.server.api.post('/assignments', { packageId: this.ids.package, siteIds: [this.ids.site] });
    await awaiting('the device is Ready', async () => (await this.device()).deployment?.phase === 'READY', LOOK_EVERY_MS);
    return performance.now() - began;
  }

  /** Milliseconds from Log In to the page that sends the browser on to the session, as a browser comes there; then ends the session. */
  async open(): Promise<number> {
    const { api } = this.server;
    const began = performance.now();
    const { launchId, redeemUrl } = await api.post<{ launchId: string; redeemUrl: string }>(`/devices/${this.ids.device}/launch`, { mode: 'terminal' });
    const page = await api.postForPage(redeemUrl);
    const took = performance.now() - began;
    if (!page.includes('/latchkey/enter')) throw new Error('the page leads nowhere');
    await api.post(`/launches/${launchId}/revoke`, {});
    return took;
  }

  /** The engine of this installation, beside the product's own connection to it. */
  provider(engineDir: string): RemoteAccessProvider {
    const { settings } = JSON.parse(readFileSync(join(this.folder, 'data', 'engine', 'server', 'config.json'), 'utf8')) as {
      settings: { port: number; loginCookieEncryptionKey: string };
    };
    return providerKind('mesh-central')!.open(
      {
        mode: 'embedded', engineDir, port: String(settings.port), serviceUser: `user/${ENGINE_DOMAIN}/${SERVICE_ACCOUNT}`,
        loginCookieKey: settings.loginCookieEncryptionKey, agentHost: '127.0.0.1:1',
      },
      { clock: systemClock, log: { info: () => undefined, warn: () => undefined } },
    );
  }

  async close(): Promise<void> {
    await this.agent.stop();
    await this.server.stop();
  }

  private async unassign(): Promise<void> {
    const { items } = await this.server.api.get<{ items: { id: string }[] }>(`/assignments?siteId=${this.ids.site}`);
    for (const { id } of items) await this.server.api.send('DELETE', `/assignments/${id}`, undefined, { 'if-match': '*' });
    let phase: string | undefined;
    const isRemoved = async () => {
      phase = (await this.device()).deployment?.phase;
      return (phase === undefined || GONE.includes(phase)) && !existsSync(this.remoteAgentFolder);
    };
    await awaiting(() => `the remote agent is removed (${phase})`, isRemoved);
    await sleep(RECORD_REMOVED_MS);
  }

  private device(): Promise<Device> {
    return this.server.api.get<Device>(`/devices/${this.ids.device}`);
  }

  private get remoteAgentFolder(): string {
    return join(this.folder, 'agent', 'remote-agents', 'mesh-central', 'agent');
  }
}
