/** Acting at providers: the neutral interface, the registry of products, and the launches of operators. */
export { awaitAct, awaitAnswer } from './acts/await-act.js';
export * from './acts/provider-act.js';
export * from './launches/index.js';
export * from './provider.js';
export type { ProviderLog } from './provider-kind.js';
export { expressibleBy, providerKind, providerKinds } from './provider-registry.js';
