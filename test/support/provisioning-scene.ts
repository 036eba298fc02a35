import { randomUUID } from 'node:crypto';
import { openDataSource } from '../../src/platform/database/data-source.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { WakeUps } from '../../src/platform/wake-ups/wake-ups.js';
import { endpointRecorder } from '../../src/reconciler/observe-endpoints.js';
import { ReconcileLoop } from '../../src/reconciler/index.js';
import type { OpenInstances } from '../../src/reconciler/open-instances.js';
import type { RemoteAccessProvider } from '../../src/remote-access/index.js';
import { danaSetsUp } from '../personas/dana.js';
import type { BrowserSession } from './browser-session.js';
import { coreKeys } from './core-keys.js';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';
import { startWebForTest, type WebUnderTest } from './running-web.js';

interface Status {
  readonly phase: string;
  readonly code: string | null;
}

/** Web and the loops of core on one database, with providers that a test opens: everything between an operator's click and a provider's answer is the real thing. */
export class ProvisioningScene {
  private readonly providers = new Map<string, { readonly provider: RemoteAccessProvider; readonly stop: () => void }>();
  private loop!: ReconcileLoop;
  private closing: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly web: WebUnderTest,
    readonly url: string,
    readonly dana: BrowserSession,
    readonly unit: UnitOfWork,
    readonly wakeUps: WakeUps,
  ) {}

  static async begin(): Promise<ProvisioningScene> {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const web = await startWebForTest({ port, publicUrl: url });
    const dana = await danaSetsUp(web);
    const source = await openDataSource({ url: web.database.coreUrl, poolSize: 4 });
    const unit = new UnitOfWork(source);
    const wakeUps = new WakeUps(web.database.coreUrl);
    await wakeUps.start();
    const scene = new ProvisioningScene(web, url, dana, unit, wakeUps);
    const { seed, signer, certificates } = await coreKeys(unit);
    const instances = { provider: (id: string) => scene.providers.get(id)?.provider ?? null, openAll: async () => undefined } as unknown as OpenInstances;
    const deskFor = (id: string) => {
      const provider = scene.providers.get(id)?.provider;
      return provider ? { signer, seed, provider } : null;
    };
    const log = { info: () => undefined, warn: (facts: unknown, message: string) => void scene.warnings.push(`${message}: ${JSON.stringify(facts)}`) };
    scene.loop = new ReconcileLoop(unit, wakeUps, instances, deskFor, signer, certificates, log);
    scene.loop.start();
    // The heartbeat of core finds what no hint told; here it beats faster.
    const beat = setInterval(() => void scene.loop.sweep(), 1_000).unref();
    scene.closing = [async () => clearInterval(beat), () => scene.loop.stop(), () => wakeUps.close(), () => source.destroy(), () => web.close()];
    return scene;
  }

  /** What core's loops complained of. */
  readonly warnings: string[] = [];

  /** An instance as core would have it open. */
  async instance(name: string, provider: RemoteAccessProvider, connection: object = {}): Promise<string> {
    const id = randomUUID();
    await this.query(`INSERT INTO provider_instance (id, kind, name, embedded, health, connection) VALUES ($1, $2, $3, false, 'reachable', $4)`, [id, provider.kind, name, connection]);
    let last: Promise<void> = Promise.resolve();
    const stop = provider.observe(endpointRecorder(this.unit, provider, id, (work) => void (last = last.then(work).catch((error: unknown) => void this.warnings.push(String(error))))));
    this.providers.set(id, { provider, stop });
    this.closing.unshift(() => last);
    return id;
  }

  /** A site that an instance serves, and a token for its devices. */
  async site(clientName: string, name: string, instanceId: string): Promise<{ readonly siteId: string; readonly token: string }> {
    const clientId = await this.made('/clients', { name: clientName });
    const siteId = await this.made('/sites', { clientId, name });
    await this.query('UPDATE site SET provider_instance_id = $2 WHERE id = $1', [siteId, instanceId]);
    const { token } = (await this.dana.post('/enrolment-tokens', { siteId })).body;
    return { siteId, token };
  }

  /** A package with one policy; returns the package. */
  async package(name: string, settings: Record<string, unknown>): Promise<string> {
    const policyId = await this.made('/policies', { category: 'devices', type: 'remote-access', name, settings });
    return this.made('/packages', { name, entries: [{ policyId }] });
  }

  async assign(packageId: string, siteId: string): Promise<void> {
    const { status, body } = await this.dana.post('/assignments', { packageId, siteIds: [siteId] });
    if (status !== 200 && status !== 201) throw new Error(`not assigned: ${status} ${JSON.stringify(body)}`);
  }

  async unassign(siteId: string): Promise<void> {
    const { items } = (await this.dana.get('/assignments?limit=500')).body as { items: { id: string; siteId: string }[] };
    for (const { id } of items.filter((each) => each.siteId === siteId)) await this.dana.delete(`/assignments/${id}`);
  }

  async statusOf(deviceId: string): Promise<Status | null> {
    const [row] = await this.query<Status>('SELECT phase, error_code AS code FROM deployment_status WHERE device_id = $1', [deviceId]);
    return row ?? null;
  }

  becomes(deviceId: string, phase: string, withinMs = 60_000): Promise<Status> {
    let seen: unknown;
    const look = async () => {
      const status = await this.statusOf(deviceId);
      seen = status;
      return status?.phase === phase && status;
    };
    return eventually(`the device is ${phase}`, look, { withinMs, everyMs: 50, lastSeen: () => [seen, this.warnings.slice(-3)] });
  }

  async healthOf(instanceId: string): Promise<{ health: string; code: string | null }> {
    const [row] = await this.query<{ health: string; code: string | null }>('SELECT health, health_code AS code FROM provider_instance WHERE id = $1', [instanceId]);
    return row!;
  }

  query<T>(sql: string, values: unknown[] = []): Promise<T[]> {
    return this.web.database.dataSource.query<T[]>(sql, values);
  }

  async end(): Promise<void> {
    for (const { stop } of this.providers.values()) stop();
    for (const close of this.closing) await close();
  }

  private async made(path: string, body: object): Promise<string> {
    const answer = await this.dana.post(path, body);
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body.id as string;
  }
}
