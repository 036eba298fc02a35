import { createHash, timingSafeEqual } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { type Ids, randomIds } from '../../platform/ids.js';

/** Without letters and digits that are taken for one another when copied from a screen. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const SYMBOLS = 28;

/**
 * The code that proves that whoever sets up this installation can read its console; null once somebody has. A new one at
 * every start, because only its hash is kept. 28 symbols of 31 are 138 bits.
 */
export async function ensureSetupClaim(dataSource: DataSource, ids: Ids = randomIds): Promise<string | null> {
  return dataSource.transaction(async (tx) => {
    await tx.query('INSERT INTO installation (id) VALUES ($1) ON CONFLICT (singleton) DO NOTHING', [ids.uuid()]);
    const operators: unknown[] = await tx.query('SELECT 1 FROM operator LIMIT 1');
    if (operators.length > 0) {
      await tx.query('DELETE FROM setup_claim');
      return null;
    }
    const code = newCode(ids);
    await tx.query(
      `INSERT INTO setup_claim (code_hash) VALUES ($1) ON CONFLICT (singleton) DO UPDATE SET code_hash = excluded.code_hash, created_at = now()`,
      [hashOfClaim(code)],
    );
    return code;
  });
}

/** Compares in constant time; spaces, dashes and case do not matter. */
export function claimMatches(code: string, hash: Buffer): boolean {
  return timingSafeEqual(hashOfClaim(code), hash);
}

function hashOfClaim(code: string): Buffer {
  return createHash('sha256')
    .update(code.toUpperCase().replace(/[^A-Z0-9]/g, ''))
    .digest();
}

/** Bytes beyond the largest multiple of the alphabet are drawn again, so that every symbol is equally likely. */
function newCode(ids: Ids): string {
  const symbols: string[] = [];
  while (symbols.length < SYMBOLS) {
    for (const byte of ids.secret(SYMBOLS)) {
      if (byte < ALPHABET.length * 8 && symbols.length < SYMBOLS) symbols.push(ALPHABET[byte % ALPHABET.length]!);
    }
  }
  return (symbols.join('').match(/.{4}/g) ?? []).join('-');
}
