import { randomBytes } from 'node:crypto';
import { Notifier } from '../../src/notifications/index.js';
import { openDataSource } from '../../src/platform/database/data-source.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { openCoreBox } from '../../src/platform/sealing/core-box.js';
import { SealingKey } from '../../src/platform/sealing/sealing-key.js';
import { WakeUps } from '../../src/platform/wake-ups/wake-ups.js';
import type { WebUnderTest } from './running-web.js';

/** The part of core that tells things, with core's own login; it hears web's hints. */
export interface NotifyingCore {
  /** Looks, and waits until everything that was on its way has arrived, or not. */
  look(): Promise<void>;
  /** What it could not do, and should have been able to. */
  readonly failures: readonly unknown[];
  close(): Promise<void>;
}

export async function notifyingCore(web: WebUnderTest, allowedHosts = ['127.0.0.1'], sealingKey = new SealingKey(randomBytes(32))): Promise<NotifyingCore> {
  const source = await openDataSource({ url: web.database.coreUrl, poolSize: 4 });
  const unit = new UnitOfWork(source);
  const failures: unknown[] = [];
  const box = await openCoreBox(unit, sealingKey);
  const notifier = new Notifier(unit, box, 'https://latchkey.northwind.example', { allowedHosts }, (error) => failures.push(error));
  const wakeUps = new WakeUps(web.database.coreUrl);
  await wakeUps.start();
  wakeUps.on('notify', () => void notifier.look());
  return {
    failures,
    async look() {
      await notifier.sweep();
      await notifier.settled();
    },
    async close() {
      await wakeUps.close();
      await notifier.settled();
      await source.destroy();
    },
  };
}
