import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';

/** The two logins of the running processes; what each may do is granted in grants.ts. */
export const CORE_LOGIN = 'latchkey_core';
export const WEB_LOGIN = 'latchkey_web';

/** Makes both logins, or gives them these passwords, and nothing beyond connecting; PostgreSQL sees only the verifiers, so no log can hold a password. */
export async function ensureLogins(source: DataSource, passwords: { readonly core: string; readonly web: string }): Promise<void> {
  for (const [login, password] of [[CORE_LOGIN, passwords.core], [WEB_LOGIN, passwords.web]] as const) {
    await source.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock(7406302)');
      const known: unknown[] = await tx.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [login]);
      await tx.query(`${known.length ? 'ALTER' : 'CREATE'} ROLE ${login} LOGIN PASSWORD '${scramVerifier(password)}'`);
    });
  }
}

/** The stored form of a password as RFC 5803 writes it: good for checking, useless for signing in. */
export function scramVerifier(password: string, salt = randomBytes(16), iterations = 4096): string {
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, iterations, 32, 'sha256');
  const keyed = (word: string): Buffer => createHmac('sha256', salted).update(word).digest();
  const storedKey = createHash('sha256').update(keyed('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${keyed('Server Key').toString('base64')}`;
}
