import { createHash, randomUUID } from 'node:crypto';
import type { InstallerArtifact, MintedLaunch, RemoteAccessProvider, RemoteEndpoint, RemoteEndpointListener } from '../../src/remote-access/index.js';
import type { RemoteWorld } from '../support/remote-worlds.js';

const BYTES = Buffer.from('two cans and a string');

/**
 * The smallest product that can be a provider: a server in memory that keeps a list of cans. It is what docs/how-to/add-a-provider.md
 * asks for and no more, so that a promise which the rest of Latchkey relies on and the guide does not name has nobody to keep it.
 */
export class TinCanProvider implements RemoteAccessProvider {
  readonly kind: string = 'tin-can';
  readonly expressible: RemoteAccessProvider['expressible'] = new Set(['enabled']);
  readonly cans = new Map<string, RemoteEndpoint>();
  private readonly listeners = new Set<RemoteEndpointListener>();

  async probe() {
    return { reachable: true, version: '1', belowFloor: false, floorVersion: '1', roundTripMs: 0 };
  }
  async ensureSite({ id }: { id: string }): Promise<string> {
    return `string ${id}`;
  }
  async removeSite(): Promise<void> {}
  async installerFor(): Promise<InstallerArtifact> {
    return { bytes: BYTES, sha256: createHash('sha256').update(BYTES).digest('hex'), size: BYTES.length, format: 'executable' };
  }
  async installConfiguration({ remoteGroupId }: { remoteGroupId: string }) {
    return { string: remoteGroupId };
  }
  proofMark(deviceId: string, nonce: string): string {
    return `${deviceId}.${nonce}`;
  }
  parseProofMark(mark: string) {
    const [, deviceId, nonce] = /^([0-9a-f-]{36})\.([0-9a-f]{32})$/.exec(mark) ?? [];
    return deviceId && nonce ? { deviceId, nonce } : null;
  }
  observe(listener: RemoteEndpointListener): () => void {
    this.listeners.add(listener);
    listener.replaced([...this.cans.values()], new Date());
    return () => void this.listeners.delete(listener);
  }
  async endpointVersion(): Promise<null> {
    return null;
  }
  async nameEndpoint(remoteId: string, name: string): Promise<void> {
    this.put({ ...this.cans.get(remoteId)!, name });
  }
  async moveEndpoint(remoteId: string, remoteGroupId: string): Promise<void> {
    this.put({ ...this.cans.get(remoteId)!, remoteGroupId });
  }
  async removeEndpoint(remoteId: string): Promise<void> {
    if (this.cans.delete(remoteId)) for (const listener of this.listeners) listener.removed(remoteId, new Date());
  }
  async mintLaunch({ remoteId, expiresInMinutes }: { remoteId: string; expiresInMinutes: number }): Promise<MintedLaunch> {
    return { shareId: remoteId, path: `https://can.example.test/${remoteId}`, expiresAt: new Date(Date.now() + expiresInMinutes * 60_000) };
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
  async close(): Promise<void> {}

  put(can: RemoteEndpoint): void {
    this.cans.set(can.remoteId, can);
    for (const listener of this.listeners) listener.changed(can, new Date());
  }
  readAll(): void {
    for (const listener of this.listeners) listener.replaced([...this.cans.values()], new Date());
  }
}

/** The product with the cans on many devices. */
export function tinCanWorld(provider = new TinCanProvider()): RemoteWorld {
  const disconnected = (can: RemoteEndpoint): RemoteEndpoint => ({ ...can, connected: false, connectedAt: null });
  return {
    kind: provider.kind,
    provider,
    install: (name, { configuration, proof }) => {
      const remoteId = randomUUID();
      provider.put({ remoteId, remoteGroupId: configuration['string']!, name, connected: true, connectedAt: new Date(), mark: proof.mark, version: '1' });
      return remoteId;
    },
    show: (remoteId, mark) => provider.put({ ...provider.cans.get(remoteId)!, mark }),
    uninstall: (remoteId) => {
      const can = provider.cans.get(remoteId);
      if (can) provider.put(disconnected(can));
    },
    isConnected: (remoteId) => provider.cans.get(remoteId)?.connected === true,
    records: () => provider.cans.size,
    observe: (listener) => void provider.observe(listener),
    read: () => provider.readAll(),
    stop: async () => undefined,
  };
}
