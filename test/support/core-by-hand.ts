import type { DataSource } from 'typeorm';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { reconcilePass } from '../../src/reconciler/reconcile-pass.js';
import { coreKeys } from './core-keys.js';

/** What core does for a running `web`, one act at a time; it has published the server's keys. */
export interface CoreByHand {
  /** One pass over what is due, without a provider; false when nothing was. */
  pass(): Promise<boolean>;
}

export async function coreByHand(source: DataSource): Promise<CoreByHand> {
  const unit = new UnitOfWork(source);
  const { signer } = await coreKeys(unit);
  return { pass: () => reconcilePass(unit, () => null, signer) };
}
