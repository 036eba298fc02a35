/** Acting at providers: the neutral interface, the registry of products, and the launches of operators. */
export { awaitAct } from './acts/await-act.js';
export * from './acts/provider-act.js';
export { connectionOf, missingSecret, purposeOfSecret } from './connection-secrets.js';
export * from './hints/index.js';
export * from './launches/index.js';
export * from './provider.js';
export type { InstanceWideSetting, ProviderKind, ProviderLog } from './provider-kind.js';
export { expressibleBy, knownOfProviders, providerKind, providerKinds } from './provider-registry.js';
export { SEALED_PROVIDER_SECRETS } from './sealed-rows.js';
