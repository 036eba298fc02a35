import { openDataSource } from '../../src/platform/database/data-source.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { WakeUps } from '../../src/platform/wake-ups/wake-ups.js';
import { type ActingInstances, executeProviderActs } from '../../src/reconciler/execute-provider-acts.js';
import type { RemoteAccessProvider } from '../../src/remote-access/index.js';
import type { WebUnderTest } from './running-web.js';

/** The part of core that acts at providers, with core's own login; it hears what web asks for. */
export interface ActingCore {
  /** It hears nothing for a while. */
  pause(): void;
  /** Does what was asked meanwhile. */
  resume(): Promise<void>;
  close(): Promise<void>;
}

/** Instances that are open already, of a core that tries no connections unless it is told how. */
export function actingAt(provider: ActingInstances['provider'], connecting: Partial<ActingInstances> = {}): ActingInstances {
  return { provider, follow: async () => undefined, tryConnection: () => Promise.reject(new Error('This core tries no connections.')), ...connecting };
}

export async function actingCore(web: WebUnderTest, provider: (instanceId: string) => RemoteAccessProvider | null, connecting: Partial<ActingInstances> = {}): Promise<ActingCore> {
  const source = await openDataSource({ url: web.database.coreUrl, poolSize: 3 });
  const unit = new UnitOfWork(source);
  const wakeUps = new WakeUps(web.database.coreUrl);
  await wakeUps.start();
  let isPaused = false;
  let last: Promise<unknown> = Promise.resolve();
  const instances = actingAt(provider, connecting);
  const act = (): Promise<unknown> => (last = last.then(() => executeProviderActs(unit, instances)));
  wakeUps.on('act', () => void (isPaused || act()));
  return {
    pause: () => void (isPaused = true),
    async resume() {
      isPaused = false;
      await act();
    },
    async close() {
      await wakeUps.close();
      await last;
      await source.destroy();
    },
  };
}
