import { join } from 'node:path';
import { Fleet } from '../simulator/fleet.js';
import { DEMONSTRATED, serveProviderOf } from '../simulator/known-remote-agents.js';
import type { ServedProvider } from '../simulator/served-provider.js';
import type { ApiSession } from './api-session.js';
import { PERSONA } from './persona.js';

interface Named {
  readonly id: string;
  readonly name: string;
}

interface Site extends Named {
  readonly placement: { readonly providerInstanceId: string } | null;
}

export interface SecondProviderOptions {
  readonly api: ApiSession;
  readonly serverUrl: string;
  readonly dataDir: string;
  readonly say: (line: string) => void;
}

/** A double of an external provider with a site that is placed on it, whose devices are simulated: made at the first start, the same at every later one. */
export class SecondProvider {
  private served: ServedProvider | undefined;
  private fleet: Fleet | undefined;

  constructor(private readonly options: SecondProviderOptions) {}

  async start(): Promise<void> {
    const { api, dataDir, serverUrl, say } = this.options;
    this.served = await serveProviderOf(DEMONSTRATED, 0, join(dataDir, 'demo-provider.json'));
    const site = await this.placedSite(await this.instanceId());
    const { token } = await api.post<{ token: string }>('/enrolment-tokens', { siteId: site.id, maxUses: PERSONA.secondProvider.devices });
    this.fleet = new Fleet({
      devices: PERSONA.secondProvider.devices, first: 0, server: serverUrl, token, state: join(dataDir, 'demo-fleet.json'), spreadSeconds: 0, remote: DEMONSTRATED, seed: 1, faults: 0,
    });
    await this.fleet.start();
    say(`${PERSONA.secondProvider.devices} simulated devices of ${site.name} are served by ${PERSONA.secondProvider.name}, a double of that product.`);
  }

  async stop(): Promise<void> {
    this.fleet?.stop();
    await this.served?.stop?.();
  }

  private async instanceId(): Promise<string> {
    const { api } = this.options;
    const { name, region } = PERSONA.secondProvider;
    const { items } = await api.get<{ items: Named[] }>('/provider-instances');
    const known = items.find((instance) => instance.name === name);
    return (known ?? (await api.post<Named>('/provider-instances', { kind: DEMONSTRATED, name, region, connection: this.served!.connection }))).id;
  }

  private async placedSite(providerInstanceId: string): Promise<Site> {
    const { api } = this.options;
    const { items } = await api.get<{ items: Site[] }>('/sites?limit=500');
    const site = items.find(({ name }) => name === PERSONA.secondProvider.site);
    if (!site) throw new Error(`the site ${PERSONA.secondProvider.site} is gone`);
    if (site.placement?.providerInstanceId === providerInstanceId) return site;
    const { etag } = await api.send<Site>('GET', `/sites/${site.id}`);
    await api.send('PATCH', `/sites/${site.id}`, { placement: { providerInstanceId, reason: 'This client brought its own server along.' } }, { 'if-match': etag ?? '*' });
    return site;
  }
}
