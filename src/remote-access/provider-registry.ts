import type { RemoteAccessSettingKey } from '../../contracts/policy-settings.js';
import type { EngineSurface } from './engine-proxy/engine-surface.js';
import type { ProviderKind } from './provider-kind.js';
import { meshCentral } from './providers/mesh-central/index.js';

const KINDS: ReadonlyMap<string, ProviderKind> = new Map([meshCentral].map((kind) => [kind.kind, kind]));

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

/** The surface of the product that Latchkey embeds; exactly one registered product can be embedded. */
export function embeddableSurface(): EngineSurface {
  const surface = providerKinds().find((kind) => kind.surface)?.surface;
  if (!surface) throw new Error('This build embeds no engine.');
  return surface;
}
