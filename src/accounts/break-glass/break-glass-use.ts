import { type Actor, recordAudit } from '../../audit/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';

/** Whoever signs in to the break-glass account is told about to everybody, and its password is used up. */
export async function noteBreakGlassUse(tx: Tx, operatorId: string, actor: Actor): Promise<void> {
  const [rows]: [{ name: string }[], number] = await tx.query('UPDATE operator SET break_glass_used_at = now(), password_hash = NULL WHERE id = $1 AND break_glass RETURNING name', [operatorId]);
  const [account] = rows;
  if (account) await recordAudit(tx, actor, { action: 'break-glass.use', subject: { kind: 'user', id: operatorId, name: account.name } });
}

/** Whether an account is the break-glass account, which takes no factor but a key that cannot leave its device. */
export async function isBreakGlass(tx: Tx, operatorId: string): Promise<boolean> {
  const found: unknown[] = await tx.query('SELECT 1 FROM operator WHERE id = $1 AND break_glass', [operatorId]);
  return found.length > 0;
}
