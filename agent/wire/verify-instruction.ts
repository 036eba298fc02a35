import canonicalize from 'canonicalize';
import type { Instruction } from '../../contracts/agent-protocol.js';
import type { UnverifiedInstruction } from './server-frame.js';
import type { ServerKeys } from './server-keys.js';
import { isSignedBy } from './signatures.js';

/** An instruction whose signature holds. Its kind and params may still be ones that this agent does not know. */
export interface SignedInstruction extends Omit<Instruction, 'kind' | 'params'> {
  readonly kind: string;
  readonly params: unknown;
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const GENERATION = /^[0-9]{1,19}$/;

/** The text an instruction's signature covers: RFC 8785 of every field but the signature itself. */
export function signedText(frame: object): string {
  const { signature: _, ...covered } = frame as Record<string, unknown>;
  return canonicalize(covered) ?? '';
}

/** The instruction, if one of the trusted keys signed it and its envelope is whole; undefined for everything else. */
export function verifyInstruction(frame: UnverifiedInstruction, keys: ServerKeys): SignedInstruction | undefined {
  const { id, seq, deviceId, generation, kind, issuedAt, notBefore, expiresAt, keyId, signature } = frame;
  const whole =
    isText(id) &&
    ID.test(id) &&
    Number.isSafeInteger(seq) &&
    (seq as number) > 0 &&
    isText(deviceId) &&
    isText(kind) &&
    isText(keyId) &&
    isText(signature) &&
    isText(generation) &&
    GENERATION.test(generation) &&
    isTime(issuedAt) &&
    isTime(notBefore) &&
    isTime(expiresAt);
  const key = whole ? keys.get(keyId) : undefined;
  if (!key) return undefined;
  try {
    return isSignedBy(key, signedText(frame), signature as string)
      ? (frame as unknown as SignedInstruction)
      : undefined;
  } catch {
    // Nesting deep enough to exhaust the stack of the canonical form: no server of ours signs such a thing.
    return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 200;
}

function isTime(value: unknown): boolean {
  return isText(value) && !Number.isNaN(Date.parse(value));
}
