import { createHash } from 'node:crypto';
import { randomIds } from '../ids.js';
import type { Tx, UnitOfWork } from '../database/unit-of-work.js';
import { DomainError } from '../errors/domain-error.js';
import { type BoxKeyPair, exportBoxKey, importBoxKey, makeBoxKeyPair, openBox, sealInBox } from './sealed-box.js';
import { KEY_ID_BYTES, openedByAny, type SealingKey } from './sealing-key.js';

/** A box that was replaced is kept for this long: a request may have sealed with it and not yet have stored what it sealed. */
const KEEP_REPLACED = `interval '1 hour'`;

/** What a box is called: stands in front of what is sealed in it. */
function boxIdOf(publicKey: Buffer): Buffer {
  return createHash('sha256').update('latchkey-box:').update(publicKey).digest().subarray(0, KEY_ID_BYTES);
}

/** Opens what other processes have sealed for core; only core has it. While it is being exchanged there are several, the newest first. */
export class CoreBox {
  constructor(private boxes: readonly [BoxKeyPair, ...BoxKeyPair[]]) {}

  /** Of the box that is filled from now on. */
  get id(): Buffer {
    return boxIdOf(this.boxes[0].publicKey);
  }

  /** Whether there is more than the one that is filled. */
  get isReplacing(): boolean {
    return this.boxes.length > 1;
  }

  seal(purpose: string, plain: Buffer): Buffer {
    return sealedIn(this.boxes[0].publicKey, purpose, plain);
  }

  /** Throws when the bytes were sealed for another box, for another purpose, or changed since. */
  open(purpose: string, sealed: Buffer): Buffer {
    const named = this.boxes.find(({ publicKey }) => boxIdOf(publicKey).equals(sealed.subarray(0, KEY_ID_BYTES)));
    if (named) return openBox(named, purpose, sealed.subarray(KEY_ID_BYTES));
    return openedByAny(this.boxes, (box) => openBox(box, purpose, sealed));
  }

  /** Makes the box that belongs to the newest sealing key, unless it is there; then takes all there are. */
  async renew(unit: UnitOfWork, sealing: SealingKey): Promise<void> {
    const renewed = await unit.run(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock(7406305)');
      const [known]: unknown[] = await tx.query('SELECT 1 FROM core_box WHERE key_id = $1', [sealing.id]);
      const made = known ? null : await makeBox(tx, sealing);
      // Known here before anybody can fill it.
      if (made) this.boxes = [made, ...this.boxes];
      return loadBoxes(tx, sealing);
    });
    if (renewed) this.boxes = renewed;
  }

  /** Throws replaced boxes away; to be called where nothing that is stored is in one of them. */
  async forgetReplaced(unit: UnitOfWork, sealing: SealingKey): Promise<void> {
    const [gone]: [unknown[], number] = await unit.reads.query(
      `DELETE FROM core_box WHERE id <> (SELECT id FROM core_box ORDER BY made_at DESC, id DESC LIMIT 1)
          AND (SELECT max(made_at) FROM core_box) < now() - ${KEEP_REPLACED} RETURNING id`,
    );
    if (gone.length > 0) this.boxes = (await loadBoxes(unit.reads, sealing))!;
  }
}

/** The key of core's box, made at the first start; of two cores that start at once the first one's key wins. */
export async function openCoreBox(unit: UnitOfWork, sealing: SealingKey): Promise<CoreBox> {
  return unit.run(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock(7406305)');
    return new CoreBox((await loadBoxes(tx, sealing)) ?? [await makeBox(tx, sealing)]);
  });
}

/** Seals a secret so that only core can read it: the process that took it cannot, not even from then on. */
export async function sealForCore(tx: Tx, purpose: string, secret: Buffer): Promise<Buffer> {
  const [box]: { publicKey: Buffer }[] = await tx.query('SELECT public_key AS "publicKey" FROM core_box ORDER BY made_at DESC, id DESC LIMIT 1');
  if (!box) throw new DomainError('API-UNAVAILABLE-01', 'The process that keeps secrets has not started yet.', { retryAfterSeconds: 5 });
  return sealedIn(box.publicKey, purpose, secret);
}

/** What the box that is filled now is called, and the sealing key it was made with, if that is known; null before there is one. */
export async function newestBox(tx: Tx): Promise<{ readonly id: Buffer; readonly keyId: Buffer | null } | null> {
  const [box]: { publicKey: Buffer; keyId: Buffer | null }[] = await tx.query('SELECT public_key AS "publicKey", key_id AS "keyId" FROM core_box ORDER BY made_at DESC, id DESC LIMIT 1');
  return box ? { id: boxIdOf(box.publicKey), keyId: box.keyId } : null;
}

async function loadBoxes(tx: Tx, sealing: SealingKey): Promise<[BoxKeyPair, ...BoxKeyPair[]] | null> {
  const rows: { sealed: Buffer }[] = await tx.query(
    'SELECT s.sealed_private_key AS sealed FROM core_box b JOIN core_box_secret s ON s.box_id = b.id ORDER BY b.made_at DESC, b.id DESC',
  );
  const [newest, ...older] = rows.map(({ sealed }) => importBoxKey(sealing.open('core-box', sealed)));
  return newest ? [newest, ...older] : null;
}

async function makeBox(tx: Tx, sealing: SealingKey): Promise<BoxKeyPair> {
  const [key, id] = [makeBoxKeyPair(), randomIds.uuid()];
  await tx.query('INSERT INTO core_box (id, public_key, key_id, made_at) VALUES ($1, $2, $3, clock_timestamp())', [id, key.publicKey, sealing.id]);
  await tx.query('INSERT INTO core_box_secret (box_id, sealed_private_key) VALUES ($1, $2)', [id, sealing.seal('core-box', exportBoxKey(key))]);
  return key;
}

const sealedIn = (publicKey: Buffer, purpose: string, plain: Buffer): Buffer => Buffer.concat([boxIdOf(publicKey), sealInBox(publicKey, purpose, plain)]);
