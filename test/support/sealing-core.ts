import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { AuditSealer } from '../../src/audit/index.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { documentSink } from '../../src/platform/off-box/document-sink.js';
import { SealingKey } from '../../src/platform/sealing/sealing-key.js';
import { openCheckpointSigner } from '../../src/reconciler/checkpoint-signer.js';
import { openInstructionSigner } from '../../src/reconciler/signing-keys.js';
import type { WebUnderTest } from './running-web.js';
import { settledTransactions } from './settled-transactions.js';

/** The part of core that seals the audit log, signs, and copies checkpoints into a file. */
export interface SealingCore {
  readonly rootKey: string;
  /** Seals what is there; a checkpoint is signed and copied as after a minute. */
  seal(): Promise<void>;
}

export async function sealingCore(web: WebUnderTest, outside: string): Promise<SealingCore> {
  rmSync(outside, { force: true });
  const source = web.database.dataSource;
  const unit = new UnitOfWork(source);
  const sealing = new SealingKey(randomBytes(32));
  await openInstructionSigner(unit, sealing);
  const sealer = new AuditSealer(unit, await openCheckpointSigner(unit, sealing), documentSink(pathToFileURL(outside)), (error) => {
    throw error;
  });
  const [{ key }] = await source.query<[{ key: string }]>(`SELECT public_key AS key FROM server_key WHERE purpose = 'root'`);
  return {
    rootKey: key,
    async seal() {
      await source.query(`UPDATE audit_checkpoint SET made_at = now() - interval '61 seconds'`);
      await settledTransactions(source);
      await sealer.look();
    },
  };
}
