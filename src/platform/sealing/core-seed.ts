import { createHmac, randomBytes } from 'node:crypto';
import type { UnitOfWork } from '../database/unit-of-work.js';
import type { SealingKey } from './sealing-key.js';

const SEED_BYTES = 32;

/** Derives secrets that need not be stored. It stays when the key that seals it is exchanged; only core has it. */
export class CoreSeed {
  constructor(private readonly seed: Buffer) {}

  /** 16 bytes in hex that only the holder of the seed can know; the same name gives the same secret. */
  derive(name: string): string {
    return createHmac('sha256', this.seed).update(`latchkey-derived:${name}`).digest('hex').slice(0, 32);
  }
}

/** The seed of this installation, drawn at the first start; of two cores that start at once the first one's wins. */
export async function openCoreSeed(unit: UnitOfWork, sealing: SealingKey): Promise<CoreSeed> {
  return unit.run(async (tx) => {
    const [row]: { sealed: Buffer | null; isFirstKey: boolean }[] = await tx.query('SELECT sealed, is_first_key AS "isFirstKey" FROM core_seed FOR UPDATE');
    if (row?.sealed) return new CoreSeed(sealing.open('core-seed', row.sealed));
    // Devices have secrets that were derived from the key itself, before there was a seed.
    const seed = row?.isFirstKey ? sealing.oldest : randomBytes(SEED_BYTES);
    await tx.query('UPDATE core_seed SET sealed = $1', [sealing.seal('core-seed', seed)]);
    return new CoreSeed(seed);
  });
}
