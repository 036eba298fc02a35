import type { InstructionKind, InstructionParams } from '../../contracts/agent-protocol.js';
import { awaitFreeze } from '../deployments/index.js';
import type { Tx, UnitOfWork } from '../platform/database/unit-of-work.js';
import { uuidV5 } from '../platform/ids.js';
import { wakeUpEach } from '../platform/wake-ups/wake-ups.js';
import { FAREWELLS_DUE } from './farewells.js';
import { INSTRUCTION_NAMESPACE } from './issue-instructions.js';
import type { InstructionSigner } from './signing-keys.js';

/** Somebody waits at a screen; later the answer is of no use. */
const DIAGNOSTICS_LIFETIME_MS = 30_000;
const REMOVAL_LIFETIME_MS = 5 * 60_000;
const MOST_FAREWELLS = 100;

interface Requested<K extends InstructionKind = InstructionKind> {
  readonly requestId: string;
  readonly deviceId: string;
  readonly kind: K;
  readonly params: InstructionParams[K];
  readonly lifetimeMs: number;
}

/** Signs what is asked of endpoint agents beside their deployments, by people or because a device leaves; returns how many. */
export async function orderOnRequest(unit: UnitOfWork, signer: InstructionSigner): Promise<number> {
  return unit.run(async (tx) => {
    await awaitFreeze(tx);
    const requested = [...(await diagnostics(tx)), ...(await removals(tx)), ...(await farewells(tx))];
    if (requested.length === 0) return 0;
    const [{ now }]: [{ now: Date }] = await tx.query('SELECT clock_timestamp() AS now');
    for (const request of requested) await issue(tx, signer, request, now);
    await wakeUpEach(tx, 'instruct', [...new Set(requested.map(({ deviceId }) => deviceId))]);
    return requested.length;
  });
}

/** What waited too long is dropped. */
async function diagnostics(tx: Tx): Promise<Requested<'collect-diagnostics'>[]> {
  await tx.query(`DELETE FROM diagnostics_request WHERE asked_at < now() - interval '1 hour'`);
  const asked: { id: string; deviceId: string }[] = await tx.query(
    `SELECT DISTINCT ON (t.device_id) t.id, t.device_id AS "deviceId"
       FROM (SELECT r.id, r.device_id FROM diagnostics_request r JOIN device_presence l ON l.device_id = r.device_id AND l.online
              WHERE r.instruction_id IS NULL AND r.asked_at > now() - interval '30 seconds' ORDER BY r.device_id FOR UPDATE OF r SKIP LOCKED) t ORDER BY t.device_id, t.id`,
  );
  return asked.map(({ id, deviceId }) => ({ requestId: id, deviceId, kind: 'collect-diagnostics', params: {}, lifetimeMs: DIAGNOSTICS_LIFETIME_MS }));
}

/** Waits until the device is connected, however long. */
async function removals(tx: Tx): Promise<Requested<'remove-unknown-remote-agent'>[]> {
  const asked: { id: string; deviceId: string; provider: string; place: string }[] = await tx.query(
    `SELECT a.id, a.device_id AS "deviceId", a.provider, a.place FROM stranger_agent a JOIN device_presence l ON l.device_id = a.device_id AND l.online
      WHERE a.removal_asked_at IS NOT NULL AND a.removal_instruction_id IS NULL ORDER BY a.device_id LIMIT 100 FOR UPDATE OF a SKIP LOCKED`,
  );
  return asked.map(({ id, deviceId, provider, place }) => ({
    requestId: id, deviceId, kind: 'remove-unknown-remote-agent', params: { product: provider, place }, lifetimeMs: REMOVAL_LIFETIME_MS,
  }));
}

/** The order itself is the record of the request; the device's own answer ends it. */
async function farewells(tx: Tx): Promise<Requested<'remove-endpoint-agent'>[]> {
  const leaving: { id: string }[] = await tx.query(`SELECT d.id ${FAREWELLS_DUE} ORDER BY d.id LIMIT ${MOST_FAREWELLS} FOR UPDATE OF d SKIP LOCKED`);
  return leaving.map(({ id }) => ({ requestId: id, deviceId: id, kind: 'remove-endpoint-agent', params: {}, lifetimeMs: REMOVAL_LIFETIME_MS }));
}

const KEPT: Readonly<Partial<Record<InstructionKind, string>>> = {
  'collect-diagnostics': 'UPDATE diagnostics_request SET instruction_id = $2 WHERE id = $1',
  'remove-unknown-remote-agent': 'UPDATE stranger_agent SET removal_instruction_id = $2 WHERE id = $1',
};

async function issue(tx: Tx, signer: InstructionSigner, { requestId, deviceId, kind, params, lifetimeMs }: Requested, now: Date): Promise<void> {
  const [{ seq }]: [{ seq: string }] = await tx.query(
    `WITH next AS (UPDATE device SET next_instruction_seq = next_instruction_seq + 1 WHERE id = $1 RETURNING next_instruction_seq - 1 AS seq) SELECT seq FROM next`, [deviceId],
  );
  // A removal may be asked for again, which is another order: the moment tells them apart.
  const id = uuidV5(INSTRUCTION_NAMESPACE, `${kind}:${requestId}:${now.toISOString()}`);
  const [issuedAt, expiresAt] = [now.toISOString(), new Date(now.getTime() + lifetimeMs).toISOString()];
  const frame = signer.frame({ id, seq: Number(seq), deviceId, generation: '1', kind, params, issuedAt, notBefore: issuedAt, expiresAt });
  await tx.query(
    `INSERT INTO instruction (id, device_id, seq, generation, kind, attempt, frame, issued_at, expires_at) VALUES ($1, $2, $3, 1, $4, 1, $5, $6, $7)`,
    [id, deviceId, seq, kind, frame, issuedAt, expiresAt],
  );
  const kept = KEPT[kind];
  if (kept) await tx.query(kept, [requestId, id]);
}
