import { ProviderError } from '../../provider.js';

const NODE = /^node\/[a-z0-9-]*\/[A-Za-z0-9@$]{64}$/;
const GROUP = /^mesh\/[a-z0-9-]*\/[A-Za-z0-9@$]{64}$/;

export function isRemoteId(value: unknown): value is string {
  return typeof value === 'string' && NODE.test(value);
}

export function isGroupId(value: unknown): value is string {
  return typeof value === 'string' && GROUP.test(value);
}

/** Nothing of another shape is ever sent: a malformed id ends the engine's process. */
export function requireRemoteId(value: string): string {
  if (!isRemoteId(value)) throw new ProviderError('rejected', 'This is no id of a remote endpoint.');
  return value;
}

export function requireGroupId(value: string): string {
  if (!isGroupId(value)) throw new ProviderError('rejected', 'This is no id of a remote group.');
  return value;
}
