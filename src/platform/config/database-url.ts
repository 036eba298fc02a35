import type { EnvironmentReader } from './environment-reader.js';
import { isLoopbackHost } from './hosts.js';

/** Passwords that stand in examples and images; whoever scans the Internet tries them first. */
const SAMPLE_PASSWORDS = new Set(['postgres', 'password', 'passw0rd', 'changeme', 'change-me', 'secret', 'latchkey', 'latchkey_owner', 'admin', 'example', 'root', 'test', '123456', '12345678', 'postgresql', 'docker']);
const SHORTEST_PASSWORD = 12;

/** `DATABASE_URL`; refuses what is no PostgreSQL address, and a sample or short password for a database that others can reach too. */
export function readDatabaseUrl(read: EnvironmentReader): string | null {
  const text = read.text('DATABASE_URL');
  if (text === null) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^postgres(ql)?:$/.test(url.protocol) || !url.username || url.pathname.length < 2) {
    // Never quoted: it may hold a password.
    read.refuse('DATABASE_URL', 'this is not of the form postgres://user:password@host:5432/database.');
    return null;
  }
  const password = decodeURIComponent(url.password);
  if (isLoopbackHost(url.hostname) || url.searchParams.get('host')?.startsWith('/')) return text;
  if (SAMPLE_PASSWORDS.has(password.toLowerCase()) || password.toLowerCase() === url.username.toLowerCase()) {
    read.refuse('DATABASE_URL', 'its password is a well-known sample. Give the database a password of its own.');
  } else if (password !== '' && password.length < SHORTEST_PASSWORD) {
    read.refuse('DATABASE_URL', `its password is shorter than ${SHORTEST_PASSWORD} characters. Give the database a longer one.`);
  }
  return text;
}
