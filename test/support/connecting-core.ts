import { randomBytes } from 'node:crypto';
import type { CoreConfig } from '../../src/platform/config/process-config.js';
import { openDataSource } from '../../src/platform/database/data-source.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { openCoreBox } from '../../src/platform/sealing/core-box.js';
import { SealingKey } from '../../src/platform/sealing/sealing-key.js';
import { WakeUps } from '../../src/platform/wake-ups/wake-ups.js';
import { OpenInstances } from '../../src/reconciler/index.js';
import { actingCore } from './acting-core.js';
import type { WebUnderTest } from './running-web.js';

const CONFIG: CoreConfig = { databaseUrl: '', dataDir: '', sealingKey: Buffer.alloc(32), olderSealingKeys: [], floors: {}, publicUrl: '', auditSink: null, webhookAllow: [], metricsPort: null, engine: null };

/** The part of core that keeps instances open and acts at them, with core's own login; it hears what web changes. */
export interface ConnectingCore {
  readonly instances: OpenInstances;
  readonly unit: UnitOfWork;
  /** Everything that was logged. */
  readonly logged: readonly unknown[];
  close(): Promise<void>;
}

export async function connectingCore(web: WebUnderTest): Promise<ConnectingCore> {
  const source = await openDataSource({ url: web.database.coreUrl, poolSize: 4 });
  const unit = new UnitOfWork(source);
  const logged: unknown[] = [];
  const log = (...line: unknown[]) => void logged.push(line);
  const instances = new OpenInstances(unit, await openCoreBox(unit, new SealingKey(randomBytes(32))), CONFIG, { info: log, warn: log });
  const wakeUps = new WakeUps(web.database.coreUrl);
  await wakeUps.start();
  let last: Promise<unknown> = Promise.resolve();
  wakeUps.on('instances', () => void (last = last.then(() => instances.openAll())));
  const acting = await actingCore(web, (id) => instances.provider(id), {
    follow: () => instances.follow(),
    tryConnection: (trial) => instances.tryConnection(trial),
  });
  return {
    instances,
    unit,
    logged,
    async close() {
      await wakeUps.close();
      await acting.close();
      await last;
      await instances.close();
      await source.destroy();
    },
  };
}
