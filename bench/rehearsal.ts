import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type JudgedDevice } from '../simulator/faults/confusion.js';
import { Fleet } from '../simulator/fleet.js';
import { SimulatedProviderServer } from '../simulator/provider/provider-server.js';
import { StartedServer } from './started-server.js';

const PAGE = 500;

export interface RehearsalPlan {
  readonly projectDir: string;
  readonly devices: number;
  /** The share of devices to which something happens, from 0 to 1. */
  readonly faults: number;
  readonly seed: number;
  readonly devicesASecond: number;
}

interface DeviceRow {
  readonly name: string;
  readonly deployment: { readonly phase: string; readonly errorCode: string | null } | null;
}

/** A whole server with the provider of a rehearsal, and simulated devices of a site whose package wants remote access. */
export class Rehearsal {
  /** Where the server keeps its data. */
  readonly dataDir: string;

  private constructor(
    readonly server: StartedServer,
    readonly provider: SimulatedProviderServer,
    readonly fleet: Fleet,
    readonly ids: { readonly site: string; readonly policy: string; readonly package: string },
    readonly devices: number,
    private readonly folder: string,
  ) {
    this.dataDir = join(folder, 'product', 'data');
  }

  /** Starts everything; devices begin to come when `fleet` is started. */
  static async prepare({ projectDir, devices, faults, seed, devicesASecond }: RehearsalPlan): Promise<Rehearsal> {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-rehearsal-'));
    // The server's processes have accounts of their own and must pass through.
    chmodSync(folder, 0o711);
    const provider = new SimulatedProviderServer();
    const variables = { LATCHKEY_EMBEDDED_ENGINE: 'off', LATCHKEY_REHEARSAL_PROVIDER: await provider.start(0) };
    const server = await StartedServer.start(join(folder, 'product'), projectDir, variables);
    const { api, url } = server;
    const { id: clientId } = await api.post<{ id: string }>('/clients', { name: 'Rehearsal' });
    const { id: site } = await api.post<{ id: string }>('/sites', { clientId, name: 'Rehearsal' });
    const { id: policy } = await api.post<{ id: string }>('/policies', { category: 'devices', type: 'remote-access', name: 'Rehearsal', settings: { enabled: true } });
    const { id: packageId } = await api.post<{ id: string }>('/packages', { name: 'Rehearsal', entries: [{ policyId: policy }] });
    const { token } = await api.post<{ token: string }>('/enrolment-tokens', { siteId: site, maxUses: devices });
    const fleet = new Fleet({
      devices, server: url, token, state: join(folder, 'fleet.json'), spreadSeconds: devices / devicesASecond, remote: 'simulated', seed, faults, first: 0,
    });
    return new Rehearsal(server, provider, fleet, { site, policy, package: packageId }, devices, folder);
  }

  /** What the server says of every device now, beside what happened to it. */
  async judged(): Promise<JudgedDevice[]> {
    const expected = new Map(this.fleet.expected().map((each) => [each.name, each.expects]));
    const judged: JudgedDevice[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: DeviceRow[]; nextCursor: string | null } = await this.server.api.get(`/devices?limit=${PAGE}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      for (const { name, deployment } of page.items) {
        judged.push({ name, expects: expected.get(name) ?? null, phase: deployment?.phase ?? 'NOT_TARGETED', errorCode: deployment?.errorCode ?? null });
      }
      cursor = page.nextCursor;
    }
    return judged;
  }

  async close(): Promise<void> {
    this.fleet.stop();
    await this.server.stop();
    await this.provider.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
