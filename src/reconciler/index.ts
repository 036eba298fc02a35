/** The loops that make desired and observed state meet; imported by core alone. */
export { openCertificateSigner } from './certificate-signer.js';
export { OpenInstances } from './open-instances.js';
export { type DeskFor } from './reconcile-deployments.js';
export { ReconcileLoop } from './reconcile-loop.js';
export { openInstructionSigner } from './signing-keys.js';
