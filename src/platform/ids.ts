import { createHash, randomBytes } from 'node:crypto';

/** Where new identifiers and secrets come from; injected, so that tests decide. */
export interface Ids {
  /** A UUIDv7: sorts by the time it was made. */
  uuid(): string;
  /** Unguessable bytes. */
  secret(bytes: number): Buffer;
}

export const IDS = Symbol('Ids');

export const randomIds: Ids = {
  uuid: () => uuidV7(Date.now(), randomBytes(10)),
  secret: (bytes) => randomBytes(bytes),
};

/** The UUIDv7 (RFC 9562) of a moment in milliseconds and 10 random bytes. */
export function uuidV7(atMs: number, random: Uint8Array): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(atMs, 0, 6);
  bytes.set(random.subarray(0, 10), 6);
  return stamp(bytes, 7);
}

/** The UUIDv5 (RFC 9562) of a name: the same name in the same namespace is always the same id. */
export function uuidV5(namespace: string, name: string): string {
  const digest = createHash('sha1').update(Buffer.from(namespace.replaceAll('-', ''), 'hex')).update(name).digest();
  return stamp(digest.subarray(0, 16), 5);
}

function stamp(bytes: Buffer, version: number): string {
  bytes[6] = (bytes[6]! & 0x0f) | (version << 4);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}
