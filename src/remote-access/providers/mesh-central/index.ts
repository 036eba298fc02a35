/**
 * MeshCentral, embedded or by URL. Promises the neutral interface of remote-access, and is the only folder that knows this
 * product's messages, paths, cookies and pitfalls.
 */
import type { ProviderKind } from '../../provider-kind.js';
import { openMeshCentral, refuseMeshCentralConnection, CONNECTION_FIELDS } from './connection-settings.js';
import { engineSurface } from './engine-paths.js';
import { EXPRESSIBLE_EMBEDDED } from './expressible-settings.js';
import { FIXED_SETTINGS } from './fixed-settings.js';
import { FLOOR_VERSION } from './version-floor.js';

export {
  engineVersion,
  startEmbeddedEngine,
  type EmbeddedEngine,
  type EmbeddedEngineOptions,
} from './embedded-engine.js';
export { floorVersion, isBelowFloor } from './version-floor.js';

export const meshCentral: ProviderKind = {
  kind: 'mesh-central',
  title: 'MeshCentral',
  floorVersion: FLOOR_VERSION,
  expressible: EXPRESSIBLE_EMBEDDED,
  opens: ['desktop', 'terminal', 'files'],
  connectionFields: CONNECTION_FIELDS,
  refuseConnection: refuseMeshCentralConnection,
  open: openMeshCentral,
  surface: engineSurface,
  fixedSettings: FIXED_SETTINGS,
};
