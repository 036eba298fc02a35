import { createHash } from 'node:crypto';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { Ids } from '../../platform/ids.js';

export const RECOVERY_CODES = 10;
/** No letters or digits that are mistaken for one another. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** So many letters of 31 are 118 bits: enough for a plain hash to keep them (ASVS 6.5.2). */
const LETTERS = 24;

/** Ten new codes in place of all old ones; they are shown once, and only their hashes stay. */
export async function renewRecoveryCodes(tx: Tx, ids: Ids, operatorId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, () => newCode(ids));
  await tx.query('DELETE FROM recovery_code WHERE operator_id = $1', [operatorId]);
  await tx.query('INSERT INTO recovery_code (operator_id, code_hash) SELECT $1, unnest($2::bytea[])', [operatorId, codes.map(hashOf)]);
  return codes;
}

/** Uses a code up; of any number who try it at once, one is told true. */
export async function useRecoveryCode(tx: Tx, operatorId: string, code: string): Promise<boolean> {
  const [, count]: [unknown, number] = await tx.query(
    'UPDATE recovery_code SET used_at = now() WHERE operator_id = $1 AND code_hash = $2 AND used_at IS NULL',
    [operatorId, hashOf(code)],
  );
  return count === 1;
}

export async function recoveryCodesLeft(tx: Tx, operatorId: string): Promise<number> {
  const [row]: { left: number }[] = await tx.query('SELECT count(*)::int AS left FROM recovery_code WHERE operator_id = $1 AND used_at IS NULL', [operatorId]);
  return row?.left ?? 0;
}

function newCode(ids: Ids): string {
  let letters = '';
  while (letters.length < LETTERS) {
    // Bytes beyond the last whole multiple of the alphabet would make some letters likelier than others.
    for (const byte of ids.secret(32)) if (byte < 248 && letters.length < LETTERS) letters += ALPHABET[byte % ALPHABET.length];
  }
  return letters.match(/.{4}/g)!.join('-');
}

function hashOf(code: string): Buffer {
  return createHash('sha256').update(code.toLowerCase().replace(/[^a-z0-9]/g, '')).digest();
}
