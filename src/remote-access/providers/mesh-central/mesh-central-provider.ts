import type { Clock } from '../../../platform/clock.js';
import {
  ProviderError,
  type AdministrationPage,
  type InstallerArtifact,
  type LaunchRequest,
  type MintedLaunch,
  type OpenLaunch,
  type Platform,
  type ProviderProbe,
  type ProviderSite,
  type RelayClaim,
  type RemoteAccessProvider,
  type RemoteEndpointListener,
} from '../../provider.js';
import type { ProviderLog } from '../../provider-kind.js';
import { agentInstaller } from './agent-installers.js';
import type { ControlConnection } from './control-connection.js';
import { EndpointWatch } from './endpoint-watch.js';
import { installConfiguration } from './install-configuration.js';
import { cleaned, displayName, endpointsIn } from './node-record.js';
import { parseProofMark, proofMark } from './proof-mark.js';
import { requireGroupId, requireRemoteId } from './remote-ids.js';
import type { MeshCentralServer } from './server.js';
import { mintShare, openShares, removeShare } from './share-links.js';
import { SiteGroups } from './site-groups.js';
import { floorVersion, isBelowFloor } from './version-floor.js';

export interface MeshCentralProviderOptions {
  readonly server: MeshCentralServer;
  readonly clock: Clock;
  readonly log: ProviderLog;
  readonly readEveryMs?: number;
  readonly raisedFloor?: string | undefined;
}

/** MeshCentral behind the neutral interface, embedded or by URL; the differences between both are in the server object. */
export class MeshCentralProvider implements RemoteAccessProvider {
  readonly kind = 'mesh-central';
  private readonly server: MeshCentralServer;
  private readonly control: ControlConnection;
  private readonly groups: SiteGroups;
  private readonly watches = new Set<EndpointWatch>();

  constructor(private readonly options: MeshCentralProviderOptions) {
    this.server = options.server;
    this.control = options.server.control;
    this.groups = new SiteGroups(this.control, options.server.viewerAccount);
  }

  get expressible() {
    return this.server.expressible;
  }

  async probe(): Promise<ProviderProbe> {
    const floor = { floorVersion: floorVersion(this.options.raisedFloor) };
    const began = performance.now();
    try {
      await this.control.ask('meshes', {});
      const roundTripMs = Math.round(performance.now() - began);
      const version = await this.server.version();
      return { ...floor, reachable: true, version, belowFloor: isBelowFloor(version, floor.floorVersion), roundTripMs };
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      return {
        ...floor,
        reachable: false,
        version: null,
        belowFloor: false,
        roundTripMs: null,
        error,
      };
    }
  }

  ensureSite(site: ProviderSite): Promise<string> {
    return this.groups.ensure(site);
  }

  async removeSite(remoteGroupId: string): Promise<void> {
    await this.groups.remove(requireGroupId(remoteGroupId));
  }

  installerFor(platform: Platform): Promise<InstallerArtifact | null> {
    return agentInstaller(platform, (agent) => this.server.agentBytes(agent));
  }

  async installConfiguration(request: {
    remoteGroupId: string;
    deploymentSecret: string;
  }): Promise<Readonly<Record<string, string>>> {
    const { serverId, domain } = await this.control.server();
    return installConfiguration({
      groupName: await this.groups.nameOf(request.remoteGroupId),
      remoteGroupId: request.remoteGroupId,
      serverId,
      domain,
      agentHost: this.server.agentHost,
      deploymentSecret: this.server.behindOurListeners ? request.deploymentSecret : null,
    });
  }

  proofMark(deviceId: string, nonce: string): string {
    return proofMark(deviceId, nonce);
  }

  parseProofMark(mark: string): { deviceId: string; nonce: string } | null {
    return parseProofMark(mark);
  }

  observe(listener: RemoteEndpointListener): () => void {
    const { clock, log } = this.options;
    const watch = new EndpointWatch(this.control, listener, {
      clock,
      log,
      readEveryMs: this.options.readEveryMs ?? 60_000,
    });
    this.watches.add(watch);
    return () => {
      this.watches.delete(watch);
      watch.stop();
    };
  }

  async endpointVersion(remoteId: string): Promise<string | null> {
    try {
      const answer = await this.control.ask(
        'msg',
        { type: 'console', nodeid: requireRemoteId(remoteId), value: 'versions' },
        3_000,
      );
      return typeof answer.value === 'string'
        ? cleaned(/"?commitDate"?:\s*"?([^",\r\n}]+)/.exec(answer.value)?.[1])
        : null;
    } catch (error) {
      if (error instanceof ProviderError && error.kind === 'unavailable') return null;
      throw error;
    }
  }

  async nameEndpoint(remoteId: string, name: string): Promise<void> {
    await this.control.ask('changedevice', { nodeid: requireRemoteId(remoteId), name: displayName(name) });
  }

  async moveEndpoint(remoteId: string, remoteGroupId: string): Promise<void> {
    await this.control.ask('changeDeviceMesh', {
      nodeids: [requireRemoteId(remoteId)],
      meshid: requireGroupId(remoteGroupId),
    });
  }

  async removeEndpoint(remoteId: string): Promise<void> {
    // The engine says "denied" for an endpoint that it does not have, so it is looked for first.
    const answer = await this.control.ask('nodes', { id: requireRemoteId(remoteId) });
    if (!endpointsIn(answer.nodes).some((endpoint) => endpoint.remoteId === remoteId)) return;
    await this.control.ask('removedevices', { nodeids: [remoteId] });
  }

  async mintLaunch(request: LaunchRequest): Promise<MintedLaunch> {
    requireRemoteId(request.remoteId);
    if (!request.viewOnly || request.mode !== 'desktop') return mintShare(this.control, request, this.server.pagePath);
    const viewer = this.server.openViewer();
    if (!viewer) throw new ProviderError('rejected', 'This server cannot enforce watching without control.');
    try {
      return await mintShare(viewer, request, this.server.pagePath);
    } finally {
      viewer.close();
    }
  }

  async revokeLaunch(remoteId: string, shareId: string): Promise<void> {
    await removeShare(this.control, requireRemoteId(remoteId), shareId);
  }

  async openLaunches(remoteId: string): Promise<readonly OpenLaunch[]> {
    return openShares(this.control, requireRemoteId(remoteId));
  }

  /** Its interface signs people in itself; our own account there is nobody's to borrow. */
  async openAdministration(): Promise<AdministrationPage | null> {
    const { administrationUrl: url } = this.server;
    return url === null ? null : { url, expiresAt: null };
  }

  judgeRelayCookie(cookie: string, now: Date): RelayClaim | null {
    return this.server.judgeRelayCookie(cookie, now);
  }

  async close(): Promise<void> {
    for (const watch of this.watches) watch.stop();
    this.watches.clear();
    this.control.close();
  }
}
