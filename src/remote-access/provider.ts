import type { Architecture, Installer, OperatingSystem, PackageFormat } from '../../contracts/agent-protocol.js';
import type { RemoteAccessSettingKey } from '../../contracts/policy-settings.js';

/** What a provider's refusal means for us; adapters translate everything that goes wrong on their wire into one of these. */
export type ProviderErrorKind = 'unavailable' | 'rate-limited' | 'rejected' | 'unauthorised';

const CODE_OF_KIND: Readonly<Record<ProviderErrorKind, string>> = { unavailable: 'RA-INS-01', 'rate-limited': 'RA-INS-09', unauthorised: 'RA-INS-03', rejected: 'RA-INS-04' };

/** The only error that leaves an adapter. `unavailable` and `rate-limited` pass by themselves, the others need a person. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';

  constructor(
    readonly kind: ProviderErrorKind,
    readonly detail: string,
    options?: { cause?: unknown; retryInMs?: number; code?: string },
  ) {
    super(`${kind}: ${detail}`, { cause: options?.cause });
    this.retryInMs = options?.retryInMs;
    this.code = options?.code ?? CODE_OF_KIND[kind];
  }

  /** When the provider itself said how long to wait. */
  readonly retryInMs: number | undefined;
  /** What people read about it: the code of the status catalogue that its kind has, or a closer one. */
  readonly code: string;
}

export interface ProviderProbe {
  readonly reachable: boolean;
  /** Null where the provider does not tell. */
  readonly version: string | null;
  /** True for a version with known holes: launches need loopback or an operator's explicit word. */
  readonly belowFloor: boolean;
  readonly floorVersion: string;
  readonly roundTripMs: number | null;
  /** Why it is not reachable. */
  readonly error?: ProviderError;
}

export interface ProviderSite {
  readonly id: string;
  readonly name: string;
}

export interface Platform {
  readonly os: OperatingSystem;
  readonly arch: Architecture;
  /** What a Linux system installs, where the device has said so. */
  readonly packageFormat?: PackageFormat;
}

/** What the remote agent of a platform is kept by: `linux-x64`, and `linux-x64-rpm` where it has to be that. */
export function platformKey({ os, arch, packageFormat }: Platform): string {
  return `${os}-${arch}${packageFormat === 'rpm' ? '-rpm' : ''}`;
}

/** The platform that {@link platformKey} has written so. */
export function platformOfKey(key: string): Platform {
  const [os, arch, rpm] = key.split('-') as [OperatingSystem, Architecture, 'rpm'?];
  return { os, arch, ...(rpm && { packageFormat: rpm }) };
}

/** The remote agent for one platform: the vendor's bytes, unmodified and without configuration inside. */
export interface InstallerArtifact {
  readonly bytes: Buffer;
  readonly sha256: string;
  readonly size: number;
  readonly format: Installer['format'];
}

/** A provider's own record of a device, as it was last seen there. */
export interface RemoteEndpoint {
  readonly remoteId: string;
  readonly remoteGroupId: string;
  readonly name: string;
  readonly connected: boolean;
  /** Start of the present connection; null while disconnected. */
  readonly connectedAt: Date | null;
  /** The one-time mark that the remote agent shows, if it shows one. */
  readonly mark: string | null;
  /** Version of the remote agent, where the provider tells it. */
  readonly version: string | null;
}

/**
 * Follows a provider's endpoints. `replaced` is the whole truth after every complete reading (at connect and then
 * periodically, so that a lost event is noticed); between readings single changes arrive. After `lost` nothing is known
 * until the next `replaced`; what was known ages. It is told again when the reason changes.
 */
export interface RemoteEndpointListener {
  replaced(endpoints: readonly RemoteEndpoint[], readAt: Date): void;
  changed(endpoint: RemoteEndpoint, at: Date): void;
  removed(remoteId: string, at: Date): void;
  /** Why, where the provider has said so. */
  lost(at: Date, why: ProviderError | null): void;
}

export type LaunchMode = 'desktop' | 'terminal' | 'files';

/** What the person at the device is asked and shown during one launch. */
export interface LaunchCourtesies {
  /** Ask before anything is visible. */
  readonly prompt: boolean;
  /** Say that somebody has connected. */
  readonly notify: boolean;
  /** Keep a bar on the screen while a desktop is shared. */
  readonly banner: boolean;
}

export interface LaunchRequest {
  readonly remoteId: string;
  readonly mode: LaunchMode;
  /** Watch only; enforced on the device, not just hidden in the page. */
  readonly viewOnly: boolean;
  readonly courtesies: LaunchCourtesies;
  readonly expiresInMinutes: number;
  /** Shown to the person at the device and kept in the provider's log. */
  readonly guestName: string;
}

/** A provider's page for exactly one launch. The path is a bearer secret until the share is revoked or expires. */
export interface MintedLaunch {
  readonly shareId: string;
  /** Path and query on the engine page's origin; an absolute URL for a provider that is not embedded. */
  readonly path: string;
  readonly expiresAt: Date;
}

export interface OpenLaunch {
  readonly shareId: string;
  readonly guestName: string;
  readonly expiresAt: Date | null;
}

/** What a sealed relay cookie turned out to say; whether its launch is live is for the caller to judge. */
export interface RelayClaim {
  /** `browser`: the operator's end of a session; `endpoint`: the remote agent's end, which does not know the share. */
  readonly side: 'browser' | 'endpoint';
  /** Null where the cookie does not bind itself to one endpoint (the endpoint's end of a file download). */
  readonly remoteId: string | null;
  readonly shareId: string | null;
}

/** A support session that is to be held at the provider's own pages, by its own client. */
export interface SupportRequest {
  /** Its guest reads it, too. */
  readonly name: string;
  readonly kind: 'support' | 'meeting';
  /** What the guest types, unlike any other: asked for again, the session that has it is the one meant. */
  readonly code: string;
}

/** Where such a session is. Who knows the guest's address can join as a guest; the host's asks for the technician's own login. */
export interface SupportPlace {
  readonly remoteId: string;
  readonly guestUrl: string;
  readonly hostUrl: string;
}

export interface SupportPresence {
  readonly guests: number;
  readonly hosts: number;
}

/** A provider's own administration, for one visit. */
export interface AdministrationPage {
  readonly url: string;
  /** Null for an address that opens nothing by itself: the provider asks whoever comes to sign in. */
  readonly expiresAt: Date | null;
}

/**
 * One configured server of a remote-access product. Everything that creates looks first, so that repeating is harmless;
 * everything that removes succeeds when there is nothing left to remove. All methods reject with {@link ProviderError} only.
 */
export interface RemoteAccessProvider {
  /** The registry's name of this product. */
  readonly kind: string;
  /** Policy settings that this provider really enforces; all others are "not expressible" there. */
  readonly expressible: ReadonlySet<RemoteAccessSettingKey>;

  probe(): Promise<ProviderProbe>;
  /** The remote group of a site; made when missing, renamed when the site was. */
  ensureSite(site: ProviderSite): Promise<string>;
  /** Removes an empty remote group; `rejected` while endpoints are left in it, for they would bring it back. */
  removeSite(remoteGroupId: string): Promise<void>;
  /** Null when the product has no remote agent for this platform. */
  installerFor(platform: Platform): Promise<InstallerArtifact | null>;
  /** The facts that the endpoint agent's installer for this provider needs. */
  installConfiguration(request: {
    readonly remoteGroupId: string;
    readonly deploymentSecret: string;
  }): Promise<Readonly<Record<string, string>>>;
  /** The mark that proves a remote agent to be this device; `nonce` is 32 lower-case hex digits, used once. */
  proofMark(deviceId: string, nonce: string): string;
  /** Null for a mark that is not one of ours. */
  parseProofMark(mark: string): { readonly deviceId: string; readonly nonce: string } | null;
  /** Begins to report to a listener, starting with a whole reading; returns how to stop. */
  observe(listener: RemoteEndpointListener): () => void;
  /** Reads one endpoint now and tells who observes; for hints that something has happened to it. Absent where events arrive anyway. */
  lookAt?(remoteId: string): Promise<void>;
  /** Asks a connected remote agent for its version; null when it does not answer. */
  endpointVersion(remoteId: string): Promise<string | null>;
  nameEndpoint(remoteId: string, name: string): Promise<void>;
  moveEndpoint(remoteId: string, remoteGroupId: string): Promise<void>;
  /** Removes the provider's record. A remote agent that still runs would make a new one: stop it first. */
  removeEndpoint(remoteId: string): Promise<void>;
  mintLaunch(request: LaunchRequest): Promise<MintedLaunch>;
  /** Ends a launch at the provider and cuts its sessions. */
  revokeLaunch(remoteId: string, shareId: string): Promise<void>;
  openLaunches(remoteId: string): Promise<readonly OpenLaunch[]>;
  /** Makes a session for somebody without a device of ours. Absent where the product has none, or has no way to ask for it. */
  openSupport?(request: SupportRequest): Promise<SupportPlace>;
  /** Who is in such a session; null once it is over. */
  supportPresence?(remoteId: string): Promise<SupportPresence | null>;
  /** Its own administration; null where that must not be reached, because ours takes its place. */
  openAdministration(): Promise<AdministrationPage | null>;
  /** Opens a relay cookie; null for anything that this provider did not seal, or sealed for something else, or that is too old. */
  judgeRelayCookie(cookie: string, now: Date): RelayClaim | null;
  close(): Promise<void>;
}
