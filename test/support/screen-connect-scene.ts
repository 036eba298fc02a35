import { generate } from 'selfsigned';
import type { RemoteEndpoint } from '../../src/remote-access/index.js';
import { DEFAULT_MAPPING } from '../../src/remote-access/providers/screen-connect/property-mapping.js';
import { ScreenConnectProvider, type ScreenConnectProviderOptions } from '../../src/remote-access/providers/screen-connect/screen-connect-provider.js';
import { ScreenConnectDouble, type ServerIdentity } from '../fakes/screen-connect/index.js';

export const HARBOUR = { id: '0190a5c4-0000-7abc-8def-0123456789ab', name: 'Harbour Dental / Front desk' };
export const QUAY = { id: '0190a5c4-1111-7abc-8def-0123456789ab', name: "O'Neil & Sons / Quay" };
export const DEVICE = '0190a5c4-7e1f-7abc-8def-0123456789ab';

type Certificate = { readonly key: string; readonly cert: string };
let made: Promise<Certificate> | undefined;

/** One for all scenes of a file. */
function certificate(): Promise<Certificate> {
  made ??= generate([{ name: 'commonName', value: 'localhost' }], { keyType: 'ec', curve: 'P-256', extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }] }).then(
    (pair) => ({ key: pair.private, cert: pair.cert }),
  );
  return made;
}

/** What a listener was told, in order. */
export type Told = { readonly what: 'replaced' | 'changed' | 'removed' | 'lost'; readonly endpoints?: readonly RemoteEndpoint[]; readonly remoteId?: string };

/** A double behind TLS on loopback and the adapter that asks it; pauses cost no time and are written down. */
export class ScreenConnectScene {
  readonly pauses: number[] = [];
  readonly logged: unknown[] = [];
  /** How far time has been moved on. */
  movedOnMs = 0;
  private readonly providers: ScreenConnectProvider[] = [];

  private constructor(
    readonly double: ScreenConnectDouble,
    readonly base: string,
    readonly ca: string,
  ) {}

  static async start(identity: Partial<ServerIdentity> = {}, realClients = false): Promise<ScreenConnectScene> {
    const tls = await certificate();
    const double = new ScreenConnectDouble({ tls, identity, realClients });
    return new ScreenConnectScene(double, `https://localhost:${await double.start()}`, tls.cert);
  }

  open(options: Partial<ScreenConnectProviderOptions> = {}): ScreenConnectProvider {
    const log = (facts: unknown, message: string) => void this.logged.push([facts, message]);
    const provider = new ScreenConnectProvider({
      base: this.base,
      secret: this.double.switches.secret,
      origin: this.base,
      installerName: 'ScreenConnect',
      mapping: DEFAULT_MAPPING,
      expectedSigner: '',
      rolesAskForConsent: true,
      outbound: { allowedPrivateHosts: ['localhost'], ca: this.ca },
      clock: { now: () => new Date() },
      log: { info: log, warn: log },
      pause: async (ms) => void this.pauses.push(ms),
      nowMs: () => performance.now() + this.movedOnMs,
      readEveryMs: 20,
      readSoonMs: 5,
      ...options,
    });
    this.providers.push(provider);
    return provider;
  }

  /** The client on a device, installed as the adapter's own configuration says. */
  async device(provider: ScreenConnectProvider, { site = HARBOUR, machineName = 'FRONT-DESK', nonce = '0'.repeat(32), deviceId = DEVICE } = {}) {
    const remoteGroupId = await provider.ensureSite(site);
    const facts = await provider.installConfiguration({ remoteGroupId });
    const properties = Array.from({ length: 8 }, (_, index) => facts[`property${index + 1}`] ?? '');
    properties[Number(facts.markProperty) - 1] = provider.proofMark(deviceId, nonce);
    const parameters = new URLSearchParams([['e', 'Access'], ['y', 'Guest'], ...properties.map((value): [string, string] => ['c', value])]).toString();
    const agent = this.double.install({ machineName, parameters });
    return { agent, session: agent.connect(), remoteId: agent.sessionId, remoteGroupId };
  }

  /** Follows a provider and keeps what it tells. */
  follow(provider: ScreenConnectProvider): { readonly told: Told[]; readonly stop: () => void } {
    const told: Told[] = [];
    const stop = provider.observe({
      replaced: (endpoints) => void told.push({ what: 'replaced', endpoints }),
      changed: (endpoint) => void told.push({ what: 'changed', endpoints: [endpoint] }),
      removed: (remoteId) => void told.push({ what: 'removed', remoteId }),
      lost: () => void told.push({ what: 'lost' }),
    });
    return { told, stop };
  }

  /** How often a method was called. */
  calls(method: string): number {
    return this.double.calls.filter((each) => each.method === method).length;
  }

  async stop(): Promise<void> {
    await Promise.all(this.providers.map((provider) => provider.close()));
    await this.double.stop();
  }
}
