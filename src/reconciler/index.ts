/** The loops that make desired and observed state meet; imported by core alone. */
export { openCertificateSigner } from './certificate-signer.js';
export { openCheckpointSigner } from './checkpoint-signer.js';
export { CoreKeyRotation } from './core-key-rotation.js';
export { OpenInstances } from './open-instances.js';
export { type DeskFor } from './reconcile-deployments.js';
export { ReconcileLoop, type WorkObserved } from './reconcile-loop.js';
export { openInstructionSigner } from './signing-keys.js';
export { WATCH_SEALS_EVERY_MS, watchSeals } from './watch-seals.js';
