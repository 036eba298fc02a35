import { hash, verify } from '@node-rs/argon2';

/** Argon2id with the parameters recommended by OWASP: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const SHORTEST_PASSWORD = 10;
export const LONGEST_PASSWORD = 256;

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), COST);
}

/** Takes the same time whether or not there is an account with a password, so that accounts cannot be guessed. */
export async function passwordMatches(password: string, storedHash: string | null): Promise<boolean> {
  const matches = await verify(storedHash ?? (await nobodysHash()), password.normalize('NFKC'));
  return matches && storedHash !== null;
}

let nobody: Promise<string> | undefined;

/** Computed once, before the first login that could be timed: see {@link warmUpPasswords}. */
function nobodysHash(): Promise<string> {
  nobody ??= hashPassword('nobody has this password');
  return nobody;
}

/** Called at start, so that the first unknown account is not told by a slower answer. */
export async function warmUpPasswords(): Promise<void> {
  await nobodysHash();
}
