import { meshCentral } from './providers/mesh-central/index.js';

// The product that this build embeds, for the launcher, which starts it and names it to people.

export { engineVersion, floorVersion, isBelowFloor, startEmbeddedEngine, type EmbeddedEngine } from './providers/mesh-central/index.js';
export const EMBEDDED_PRODUCT: Readonly<Pick<typeof meshCentral, 'kind' | 'title' | 'floorVersion'>> = meshCentral;
