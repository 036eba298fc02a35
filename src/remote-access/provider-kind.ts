import type { RemoteAccessSettingKey } from '../../contracts/policy-settings.js';
import type { Clock } from '../platform/clock.js';
import type { EngineSurface } from './engine-proxy/engine-surface.js';
import type { RemoteAccessProvider } from './provider.js';

/** One field of the form in which an administrator connects an instance. */
export interface ConnectionField {
  readonly key: string;
  readonly title: string;
  readonly help: string;
  /** Sealed at rest and never shown again. */
  readonly secret: boolean;
  readonly required: boolean;
}

export interface ProviderLog {
  info(facts: Readonly<Record<string, unknown>>, message: string): void;
  warn(facts: Readonly<Record<string, unknown>>, message: string): void;
}

export interface ProviderPorts {
  readonly clock: Clock;
  readonly log: ProviderLog;
}

/** A remote-access product that Latchkey can drive. */
export interface ProviderKind {
  readonly kind: string;
  readonly title: string;
  /** Versions below this have holes that are being exploited. */
  readonly floorVersion: string;
  /** Policy settings that this product really enforces on a device. */
  readonly expressible: ReadonlySet<RemoteAccessSettingKey>;
  readonly connectionFields: readonly ConnectionField[];
  /** Says what is wrong with a connection before it is stored; null when it can be tried. */
  refuseConnection(
    connection: Readonly<Record<string, string>>,
  ): { readonly key: string; readonly message: string } | null;
  open(connection: Readonly<Record<string, string>>, ports: ProviderPorts): RemoteAccessProvider;
  /** What the embedded server of this product may show to the outside, where Latchkey can embed it. */
  readonly surface?: EngineSurface;
}
