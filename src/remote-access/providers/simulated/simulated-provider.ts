import axios, { type AxiosRequestConfig, type AxiosResponse } from 'axios';
import { createHash } from 'node:crypto';
import { SIMULATED_CONFIGURATION, SIMULATED_PROVIDER } from '../../../../contracts/simulated-provider.js';
import type { Clock } from '../../../platform/clock.js';
import { type InstallerArtifact, type MintedLaunch, type Platform, ProviderError, type ProviderProbe, type ProviderSite, type RemoteAccessProvider, type RemoteEndpointListener } from '../../provider.js';
import type { ProviderLog } from '../../provider-kind.js';
import { EndpointStream } from './endpoint-stream.js';

const PATIENCE_MS = 5_000;
const MARK = /^sim1\.([0-9a-f-]{36})\.([0-9a-f]{32})$/;

/** Speaks to the provider of a rehearsal. */
export class SimulatedProvider implements RemoteAccessProvider {
  readonly kind = SIMULATED_PROVIDER;
  private readonly streams = new Set<EndpointStream>();

  constructor(
    private readonly url: URL,
    readonly expressible: RemoteAccessProvider['expressible'],
    private readonly clock: Clock,
    private readonly log: ProviderLog,
  ) {}

  async probe(): Promise<ProviderProbe> {
    const facts = { version: null, belowFloor: false, floorVersion: '0' };
    const began = this.clock.now().getTime();
    try {
      await this.ask({ method: 'GET', url: '/health' });
      return { ...facts, reachable: true, roundTripMs: this.clock.now().getTime() - began };
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      return { ...facts, reachable: false, roundTripMs: null, error };
    }
  }

  async ensureSite({ id, name }: ProviderSite): Promise<string> {
    const { data } = await this.ask({ method: 'PUT', url: `/sites/${encodeURIComponent(id)}`, data: { name } });
    return (data as { remoteGroupId: string }).remoteGroupId;
  }

  async removeSite(remoteGroupId: string): Promise<void> {
    await this.ask({ method: 'DELETE', url: `/groups/${encodeURIComponent(remoteGroupId)}` });
  }

  async installerFor({ os, arch }: Platform): Promise<InstallerArtifact | null> {
    const { status, data } = await this.ask({ method: 'GET', url: `/installers/${os}-${arch}`, responseType: 'arraybuffer', validateStatus: (code) => code === 200 || code === 404 });
    if (status === 404) return null;
    const bytes = Buffer.from(data as ArrayBuffer);
    return { bytes, sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length, format: 'executable' };
  }

  async installConfiguration({ remoteGroupId }: { remoteGroupId: string }): Promise<Readonly<Record<string, string>>> {
    return { [SIMULATED_CONFIGURATION.agents]: new URL('/agents', this.url).href.replace(/^http/, 'ws'), [SIMULATED_CONFIGURATION.group]: remoteGroupId };
  }

  proofMark(deviceId: string, nonce: string): string {
    return `sim1.${deviceId}.${nonce}`;
  }

  parseProofMark(mark: string): { deviceId: string; nonce: string } | null {
    const [, deviceId, nonce] = MARK.exec(mark) ?? [];
    return deviceId && nonce ? { deviceId, nonce } : null;
  }

  observe(listener: RemoteEndpointListener): () => void {
    const stream = new EndpointStream(new URL('/observe', this.url), listener, this.clock, this.log);
    this.streams.add(stream);
    return () => {
      this.streams.delete(stream);
      stream.stop();
    };
  }

  async endpointVersion(): Promise<null> {
    return null;
  }

  async nameEndpoint(remoteId: string, name: string): Promise<void> {
    await this.ask({ method: 'PATCH', url: `/endpoints/${encodeURIComponent(remoteId)}`, data: { name } });
  }

  async moveEndpoint(remoteId: string, remoteGroupId: string): Promise<void> {
    await this.ask({ method: 'PATCH', url: `/endpoints/${encodeURIComponent(remoteId)}`, data: { remoteGroupId } });
  }

  async removeEndpoint(remoteId: string): Promise<void> {
    await this.ask({ method: 'DELETE', url: `/endpoints/${encodeURIComponent(remoteId)}` });
  }

  async mintLaunch(): Promise<MintedLaunch> {
    throw new ProviderError('rejected', 'a rehearsal has no device that could be opened');
  }

  async revokeLaunch(): Promise<void> {}

  async openLaunches(): Promise<readonly []> {
    return [];
  }

  async openAdministration(): Promise<null> {
    return null;
  }

  judgeRelayCookie(): null {
    return null;
  }

  async close(): Promise<void> {
    for (const stream of this.streams) stream.stop();
    this.streams.clear();
  }

  private async ask(request: AxiosRequestConfig): Promise<AxiosResponse<unknown>> {
    try {
      return await axios.request({ baseURL: this.url.href, timeout: PATIENCE_MS, proxy: false, maxRedirects: 0, ...request });
    } catch (error) {
      if (!axios.isAxiosError(error)) throw error;
      const status = error.response?.status;
      if (status === 429) throw new ProviderError('rate-limited', 'the provider asks for less', { cause: error });
      if (status === undefined || status >= 500) throw new ProviderError('unavailable', error.message, { cause: error });
      throw new ProviderError('rejected', `the provider answered ${status}`, { cause: error });
    }
  }
}
