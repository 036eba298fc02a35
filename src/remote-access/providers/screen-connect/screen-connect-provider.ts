import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../../platform/clock.js';
import type { OutboundRules } from '../../../platform/off-box/outbound-address.js';
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
  type RemoteAccessProvider,
  type RemoteEndpointListener,
  type SupportPlace,
  type SupportPresence,
  type SupportRequest,
} from '../../provider.js';
import type { ProviderLog } from '../../provider-kind.js';
import { Breaker } from './breaker.js';
import { EndpointWatch } from './endpoint-watch.js';
import { EXPRESSIBLE } from './expressible-settings.js';
import { ExtensionClient } from './extension-client.js';
import { installConfiguration } from './install-configuration.js';
import { installerOf } from './installers.js';
import { joinLink, refuseLaunch, SUPPORT_TYPES, supportLinks } from './join-links.js';
import { Pacing, type Pause } from './pacing.js';
import { plainText } from './plain-text.js';
import { parseProofMark, proofMark } from './proof-mark.js';
import type { PropertyMapping } from './property-mapping.js';
import { readEndpoints } from './read-endpoints.js';
import { readServerFacts, type ServerFacts } from './server-facts.js';
import { ofSite } from './session-filter.js';
import { endpointOf, type SessionRecord } from './session-record.js';
import { Sessions } from './sessions.js';
import { groupIdOf, labelsOfGroup, labelsOfSite } from './site-groups.js';
import { floorVersion, isBelowFloor, REFUSED_BELOW } from './version-floor.js';

export interface ScreenConnectProviderOptions {
  /** Without a slash at its end. */
  readonly base: string;
  readonly secret: string;
  readonly origin: string;
  readonly installerName: string;
  readonly mapping: PropertyMapping;
  readonly expectedSigner: string;
  readonly rolesAskForConsent: boolean;
  readonly outbound: OutboundRules;
  readonly clock: Clock;
  readonly log: ProviderLog;
  readonly raisedFloor?: string | undefined;
  readonly readEveryMs?: number;
  readonly readSoonMs?: number;
  readonly pause?: Pause;
  /** A clock that only runs forward. */
  readonly nowMs?: () => number;
}

/** A key that no site has. */
const NO_SITE = 'lk1.probe';

/** A ScreenConnect server behind the neutral interface, by its RESTful API Manager extension alone. */
export class ScreenConnectProvider implements RemoteAccessProvider {
  readonly kind = 'screen-connect';
  readonly expressible = EXPRESSIBLE;
  private readonly client: ExtensionClient;
  private readonly sessions: Sessions;
  private readonly watches = new Set<EndpointWatch>();

  constructor(private readonly options: ScreenConnectProviderOptions) {
    const pause = options.pause ?? ((ms) => sleep(ms, undefined, { ref: false }));
    const nowMs = options.nowMs ?? (() => performance.now());
    this.client = new ExtensionClient({ ...options, pacing: new Pacing(pause, nowMs), breaker: new Breaker(nowMs), pause });
    this.sessions = new Sessions(this.client, pause);
  }

  async probe(): Promise<ProviderProbe> {
    const { base, outbound, mapping } = this.options;
    const floor = floorVersion(this.options.raisedFloor);
    let version: ServerFacts['version'] = null;
    try {
      ({ version } = await readServerFacts(base, outbound));
      if (version !== null && isBelowFloor(version, REFUSED_BELOW))
        throw new ProviderError('rejected', `Anybody can take over a server below ${REFUSED_BELOW}; it gets no credential of ours.`, { code: 'RA-INS-10' });
      const began = performance.now();
      await this.sessions.tryFilter(ofSite(NO_SITE, mapping));
      return { reachable: true, version, belowFloor: isBelowFloor(version, floor), floorVersion: floor, roundTripMs: Math.round(performance.now() - began) };
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      return {
        reachable: false,
        version,
        belowFloor: version !== null && isBelowFloor(version, floor),
        floorVersion: floor,
        roundTripMs: null,
        error,
      };
    }
  }

  async ensureSite(site: ProviderSite): Promise<string> {
    return groupIdOf(labelsOfSite(site));
  }

  async removeSite(remoteGroupId: string): Promise<void> {
    const { key } = labelsOfGroup(remoteGroupId);
    const { answered } = await this.sessions.matching(ofSite(key, this.options.mapping));
    if (answered > 0) throw new ProviderError('rejected', `${answered} remote endpoints are still in this group.`);
  }

  installerFor(platform: Platform): Promise<InstallerArtifact | null> {
    return installerOf(platform, this.options);
  }

  /** The deployment's secret is not used: no listener of ours stands before the server. */
  async installConfiguration({ remoteGroupId }: { remoteGroupId: string }): Promise<Readonly<Record<string, string>>> {
    const labels = labelsOfGroup(remoteGroupId);
    const { relay } = await readServerFacts(this.options.base, this.options.outbound);
    if (!relay) throw new ProviderError('rejected', 'The server does not tell where its clients connect to.');
    return installConfiguration(relay, labels, this.options.mapping, this.options.expectedSigner);
  }

  proofMark(deviceId: string, nonce: string): string {
    return proofMark(deviceId, nonce);
  }

  parseProofMark(mark: string): { deviceId: string; nonce: string } | null {
    return parseProofMark(mark);
  }

  observe(listener: RemoteEndpointListener): () => void {
    const { clock, log, mapping, readEveryMs = 60_000, readSoonMs = 10_000 } = this.options;
    const watch = new EndpointWatch(() => readEndpoints(this.sessions, mapping), listener, { clock, log, readEveryMs, readSoonMs });
    this.watches.add(watch);
    return () => {
      this.watches.delete(watch);
      watch.stop();
    };
  }

  /** A session that is not there any more is missed by the next whole readings, as any other. */
  async lookAt(remoteId: string): Promise<void> {
    const session = await this.sessions.byId(remoteId);
    const endpoint = session && endpointOf(session, this.options.mapping);
    if (endpoint) for (const watch of this.watches) watch.took(endpoint);
  }

  /** As the client said when it last connected; null while it is not connected. */
  async endpointVersion(remoteId: string): Promise<string | null> {
    const session = await this.sessions.byId(remoteId);
    return session?.connected && endpointOf(session, this.options.mapping) ? session.version : null;
  }

  async nameEndpoint(remoteId: string, name: string): Promise<void> {
    await this.write(remoteId, { [this.options.mapping.name]: plainText(name) ?? '' });
  }

  async moveEndpoint(remoteId: string, remoteGroupId: string): Promise<void> {
    const { mapping } = this.options;
    const { key, company, site } = labelsOfGroup(remoteGroupId);
    await this.write(remoteId, { [mapping.company]: company, [mapping.site]: site, [mapping.key]: key });
  }

  /**
   * The extension cannot delete a session, so it is given up: without our key and mark it is not one of ours any more, whatever the
   * server keeps of it.
   */
  async removeEndpoint(remoteId: string): Promise<void> {
    const { mapping } = this.options;
    const session = await this.sessions.changeProperties(remoteId, (found, values) => {
      if (!endpointOf(found, mapping)) return values;
      if (found.connected) throw new ProviderError('rejected', 'The remote agent is still connected; it is removed on the device first.');
      return changed(values, { [mapping.key]: '', [mapping.mark]: '', [mapping.name]: '' });
    });
    for (const watch of this.watches) watch.removed(session?.sessionId ?? remoteId.toLowerCase());
  }

  async mintLaunch(request: LaunchRequest): Promise<MintedLaunch> {
    const { base, mapping, clock, rolesAskForConsent } = this.options;
    refuseLaunch(request, rolesAskForConsent);
    const session = await this.sessions.byId(request.remoteId);
    if (!session || !endpointOf(session, mapping)) throw notOurs();
    return joinLink(base, request, clock.now());
  }

  /** A link ends nothing and the extension cannot either: harmless while nobody is connected, else a person must end it at the server. */
  async revokeLaunch(remoteId: string): Promise<void> {
    const open = await this.openLaunches(remoteId);
    if (open.length > 0)
      throw new ProviderError('rejected', 'Ending a session is not possible through this server’s extension; it stays open until the technician leaves or it is ended there.');
  }

  async openSupport({ kind, name, code }: SupportRequest): Promise<SupportPlace> {
    const { sessionId } = await this.sessions.make({ type: SUPPORT_TYPES[kind].number, name: plainText(name) ?? '', code });
    return supportLinks(this.options.base, sessionId, kind);
  }

  async supportPresence(remoteId: string): Promise<SupportPresence | null> {
    const session = await this.sessions.byId(remoteId);
    return !session || session.isAccess || session.isEnded ? null : { guests: session.guests, hosts: session.hosts.length };
  }

  /** The server's own page, at which it asks whoever comes to sign in. */
  async openAdministration(): Promise<AdministrationPage> {
    return { url: `${this.options.base}/Administration`, expiresAt: null };
  }

  /** Everybody who is connected as a host, through a link of ours or not. */
  async openLaunches(remoteId: string): Promise<readonly OpenLaunch[]> {
    const session = await this.sessions.byId(remoteId);
    return session && endpointOf(session, this.options.mapping) ? session.hosts : [];
  }

  judgeRelayCookie(): null {
    return null;
  }

  async close(): Promise<void> {
    for (const watch of this.watches) watch.stop();
    this.watches.clear();
    this.client.close();
  }

  private async write(remoteId: string, places: Readonly<Record<number, string>>): Promise<void> {
    const { mapping } = this.options;
    const ours = (session: SessionRecord | null) => {
      const endpoint = session && endpointOf(session, mapping);
      if (!endpoint) throw notOurs();
      return endpoint;
    };
    const session = await this.sessions.changeProperties(remoteId, (found, values) => {
      ours(found);
      return changed(values, places);
    });
    const endpoint = ours(session);
    for (const watch of this.watches) watch.took(endpoint);
  }
}

function changed(values: readonly string[], places: Readonly<Record<number, string>>): readonly string[] {
  return values.map((value, index) => places[index + 1] ?? value);
}

/** The secret opens all sessions of the server; only those that carry our key are touched. */
function notOurs(): ProviderError {
  return new ProviderError('rejected', 'The server has no such session of ours.');
}
