import { createHash } from 'node:crypto';
import type { InstallerArtifact, MintedLaunch, RemoteAccessProvider, RemoteEndpointListener } from '../../src/remote-access/index.js';

/** A provider that is all on the wire: it holds groups and endpoints in memory, looks before it creates and tells what it was asked. */
export class ProviderDouble implements RemoteAccessProvider {
  readonly kind = 'mesh-central';
  readonly expressible: RemoteAccessProvider['expressible'] = new Set(['consent.mode', 'capability.terminal', 'agent.selfHeal']);
  readonly groups = new Map<string, string>();
  readonly removed: string[] = [];
  visits = 0;
  readonly minted: { remoteId: string; mode: string; expiresInMinutes: number }[] = [];
  /** Another release has other bytes. */
  release = 1;
  listener: RemoteEndpointListener | null = null;

  async probe() {
    return { reachable: true, version: '1.0.0', belowFloor: false, floorVersion: '1.0.0', roundTripMs: 1 };
  }
  async ensureSite(site: { id: string }): Promise<string> {
    const id = this.groups.get(site.id) ?? `group-${this.groups.size + 1}`;
    this.groups.set(site.id, id);
    return id;
  }
  async removeSite(): Promise<void> {}
  async installerFor(platform: { os: string }): Promise<InstallerArtifact | null> {
    if (platform.os === 'macos') return null;
    const bytes = Buffer.from(`installer for ${platform.os}, release ${this.release}`);
    return { bytes, sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length, format: 'executable' };
  }
  async installConfiguration(request: { remoteGroupId: string; deploymentSecret: string }) {
    return { group: request.remoteGroupId, secret: request.deploymentSecret };
  }
  proofMark(deviceId: string, nonce: string): string {
    return `mark.${deviceId}.${nonce}`;
  }
  parseProofMark(mark: string) {
    const [, deviceId, nonce] = /^mark\.([^.]+)\.([^.]+)$/.exec(mark) ?? [];
    return deviceId && nonce ? { deviceId, nonce } : null;
  }
  observe(listener: RemoteEndpointListener): () => void {
    this.listener = listener;
    return () => (this.listener = null);
  }
  async endpointVersion(): Promise<string | null> {
    return null;
  }
  async nameEndpoint(): Promise<void> {}
  async moveEndpoint(): Promise<void> {}
  async removeEndpoint(remoteId: string): Promise<void> {
    this.removed.push(remoteId);
  }
  async mintLaunch({ remoteId, mode, expiresInMinutes }: { remoteId: string; mode: string; expiresInMinutes: number }): Promise<MintedLaunch> {
    this.minted.push({ remoteId, mode, expiresInMinutes });
    return { shareId: `share-${this.minted.length}`, path: `/share/${this.minted.length}`, expiresAt: new Date(Date.now() + expiresInMinutes * 60_000) };
  }
  async revokeLaunch(): Promise<void> {}
  async openLaunches() {
    return [];
  }
  async openAdministration() {
    return { url: `https://double.example.test/admin?once=${++this.visits}`, expiresAt: new Date(Date.now() + 60_000) };
  }
  judgeRelayCookie(): null {
    return null;
  }
  async close(): Promise<void> {}
}
