import type { RemoteAccessSettingKey } from '../../contracts/policy-settings.js';
import { type KnownOfProviders, MODES } from '../deployment-status/index.js';
import type { EngineSurface } from './engine-proxy/engine-surface.js';
import type { LaunchMode } from './provider.js';
import type { ProviderKind } from './provider-kind.js';
import { meshCentral } from './providers/mesh-central/index.js';
import { screenConnect } from './providers/screen-connect/index.js';
import { simulated } from './providers/simulated/index.js';

const KINDS: ReadonlyMap<string, ProviderKind> = new Map([meshCentral, screenConnect, simulated].map((kind) => [kind.kind, kind]));

const NOTHING: ReadonlySet<never> = new Set();

/** Every product that this build can drive. */
export function providerKinds(): readonly ProviderKind[] {
  return [...KINDS.values()];
}

/** Null for a product that this build does not know. */
export function providerKind(kind: string): ProviderKind | null {
  return KINDS.get(kind) ?? null;
}

/** What a product can enforce on a device; nothing for one that this build does not know. */
export function expressibleBy(kind: string): ReadonlySet<RemoteAccessSettingKey> {
  return providerKind(kind)?.expressible ?? NOTHING;
}

/** How a product opens a device; where this build does not know it, that is what it will be refused for. */
export function openedBy(kind: string): readonly LaunchMode[] {
  return providerKind(kind)?.opens ?? MODES;
}

/** What the products themselves say about the deployments at their servers. */
export const knownOfProviders: KnownOfProviders = {
  opens: openedBy,
  unconfirmed: ({ kind, connection }, settings) => {
    const missing = providerKind(kind)?.onWord?.find(({ key, values, field, word }) => values.includes(settings[key]!) && connection[field] !== word);
    return missing?.code ?? null;
  },
};

/** The surface of the product that Latchkey embeds; exactly one registered product can be embedded. */
export function embeddableSurface(): EngineSurface {
  const surface = providerKinds().find((kind) => kind.surface)?.surface;
  if (!surface) throw new Error('This build embeds no engine.');
  return surface;
}
