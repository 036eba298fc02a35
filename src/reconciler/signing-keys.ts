import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { Instruction } from '../../contracts/agent-protocol.js';
import { canonicalJson } from '../platform/canonical-json.js';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { SealingKey } from '../platform/sealing/sealing-key.js';

/** An Ed25519 key of the installation: public half as base64url, private half in memory only. */
export interface KeyPair {
  readonly id: string;
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

/** An order before its signature. */
export type UnsignedInstruction = Omit<Instruction, 'signature' | 'keyId' | 'type'>;

/** Signs orders for endpoint agents; only core holds it. */
export class InstructionSigner {
  constructor(private readonly key: KeyPair) {}

  /** The exact text that is handed to the device, signed over the RFC 8785 bytes of all its other fields. */
  frame(order: UnsignedInstruction): string {
    const unsigned = { type: 'instruction' as const, ...order, keyId: this.key.id };
    const signature = sign(null, Buffer.from(canonicalJson(unsigned)), this.key.privateKey).toString('base64url');
    return JSON.stringify({ ...unsigned, signature });
  }
}

/**
 * The installation's keys, made at its first start: a root that enrolled devices trust for ever, and the key it has signed that
 * signs orders. Private halves are sealed; of two cores that start at once the first one's keys win.
 */
export async function openInstructionSigner(unit: UnitOfWork, sealing: SealingKey): Promise<InstructionSigner> {
  return unit.run(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock(7406303)');
    const rows: { id: string; public_key: string; sealed_private_key: Buffer }[] = await tx.query(
      `SELECT id, public_key, sealed_private_key FROM instance_key WHERE purpose = 'instruction' ORDER BY created_at DESC LIMIT 1`,
    );
    const known = rows[0];
    if (known) {
      const der = sealing.open('instruction-key', known.sealed_private_key);
      return new InstructionSigner({ id: known.id, publicKey: known.public_key, privateKey: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }) });
    }
    const root = makeKeyPair();
    const instruction = makeKeyPair();
    const endorsement = sign(null, Buffer.from(`latchkey-server-key:${instruction.id}:${instruction.publicKey}`), root.privateKey).toString('base64url');
    const selfSigned = sign(null, Buffer.from(`latchkey-server-key:${root.id}:${root.publicKey}`), root.privateKey).toString('base64url');
    for (const [purpose, key, signature] of [['root', root, selfSigned], ['instruction', instruction, endorsement]] as const) {
      const sealed = sealing.seal(`${purpose}-key`, key.privateKey.export({ format: 'der', type: 'pkcs8' }));
      await tx.query('INSERT INTO instance_key (purpose, id, public_key, signature, sealed_private_key) VALUES ($1, $2, $3, $4, $5)', [
        purpose, key.id, key.publicKey, signature, sealed,
      ]);
      await tx.query('INSERT INTO server_key (id, purpose, public_key, signature) VALUES ($1, $2, $3, $4)', [key.id, purpose, key.publicKey, signature]);
    }
    return new InstructionSigner(instruction);
  });
}

export function makeKeyPair(): KeyPair {
  const { privateKey } = generateKeyPairSync('ed25519');
  // The last 32 bytes of the DER form. Node 20 can hang for good in the export of a fresh key as a JWK.
  const raw = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);
  return { id: createHash('sha256').update(raw).digest('hex').slice(0, 16), publicKey: raw.toString('base64url'), privateKey };
}
