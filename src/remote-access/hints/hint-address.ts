import { createHash, randomBytes } from 'node:crypto';

/** The secret of an address that a server posts to: nothing else tells that it is that server. */
export const newHintSecret = (): string => randomBytes(32).toString('base64url');

/** As it is kept and looked up: how long a look-up takes says nothing about a secret of which only the hash is compared. */
export const hashOfHintSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest();

export const hintAddress = (publicUrl: string, secret: string): string => new URL(`/provider-hints/${secret}`, publicUrl).href;
