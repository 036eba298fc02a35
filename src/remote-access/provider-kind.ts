import type { RemoteAccessSettingKey, SettingValue } from '../../contracts/policy-settings.js';
import type { Clock } from '../platform/clock.js';
import type { EngineSurface } from './engine-proxy/engine-surface.js';
import type { LaunchMode, RemoteAccessProvider } from './provider.js';

/** One field of the form in which an administrator connects an instance. */
export interface ConnectionField {
  readonly key: string;
  readonly title: string;
  readonly help: string;
  /** Sealed at rest and never shown again. */
  readonly secret: boolean;
  readonly required: boolean;
  /** An address, or text of several lines; a line of text where it is left out. */
  readonly input?: 'url' | 'lines';
  /** All that can be said, where that is a closed list. */
  readonly choices?: readonly string[];
  /** Decides who is sent the secrets: they are sealed together with it, and have to be given again when it changes. */
  readonly decidesReceiver?: true;
}

/** What a server says by itself that something has happened to. */
export interface ProviderHint {
  /** Of the event: the same one twice is one. */
  readonly eventId: string;
  readonly remoteId: string;
}

/** Something of an embedded server that nobody can change, and why not. */
export interface FixedSetting {
  readonly key: string;
  readonly title: string;
  readonly value: string;
  readonly why: string;
}

/** Something of a server that policies speak about too, and that is one value for all of its devices. */
export interface InstanceWideSetting {
  readonly key: RemoteAccessSettingKey;
  readonly title: string;
  /** What the server itself calls it. */
  readonly name: string;
  readonly outOfTheBox: SettingValue;
  /** Where it is set, in words, and the path of that page at the server. */
  readonly place: string;
  readonly path: string;
  /** Whether remote agents that are installed already have to be installed anew before it holds. */
  readonly needsReinstall: boolean;
  /** What devices have where it is not as it has to be. */
  readonly code: string | null;
}

/** Something that a policy may want and only the server's administrator can vouch for, because nobody else can see whether it is so. */
export interface SettingOnWord {
  readonly key: RemoteAccessSettingKey;
  /** The values of it that need the word. */
  readonly values: readonly SettingValue[];
  /** The field of the connection that carries the word, and what it says there; anything else, and nothing, is no word. */
  readonly field: string;
  readonly word: string;
  /** What devices have that want it without the word. */
  readonly code: string;
}

export interface ProviderLog {
  info(facts: Readonly<Record<string, unknown>>, message: string): void;
  warn(facts: Readonly<Record<string, unknown>>, message: string): void;
}

export interface ProviderPorts {
  readonly clock: Clock;
  readonly log: ProviderLog;
  /** A floor that became known after this build; one below the build's own changes nothing. */
  readonly raisedFloor?: string | undefined;
}

/** A remote-access product that Latchkey can drive. */
export interface ProviderKind {
  readonly kind: string;
  readonly title: string;
  /** Versions below this have holes that are being exploited. */
  readonly floorVersion: string;
  /** Policy settings that this product really enforces on a device. */
  readonly expressible: ReadonlySet<RemoteAccessSettingKey>;
  /** How it opens a device from outside. */
  readonly opens: readonly LaunchMode[];
  readonly connectionFields: readonly ConnectionField[];
  /** Says what is wrong with a connection before it is stored; null when it can be tried. */
  refuseConnection(
    connection: Readonly<Record<string, string>>,
  ): { readonly key: string; readonly message: string } | null;
  open(connection: Readonly<Record<string, string>>, ports: ProviderPorts): RemoteAccessProvider;
  /** What the embedded server of this product may show to the outside, where Latchkey can embed it. */
  readonly surface?: EngineSurface;
  /** What a policy cannot decide for one device, because the server decides it for all. */
  readonly instanceWide?: readonly InstanceWideSetting[];
  readonly onWord?: readonly SettingOnWord[];
  /** How Latchkey sets the embedded server up, for whoever administers it. */
  readonly fixedSettings?: readonly FixedSetting[];
  /** Whether support sessions can be held there, which cannot be ended from here. */
  readonly holdsSupport?: true;
  /** Reads what a server posts to us by itself; null for anything that names no event and no endpoint. Absent where no server posts. */
  readHint?(body: unknown): ProviderHint | null;
  /** For rehearsals; people are not offered it. */
  readonly isRehearsal?: true;
}
