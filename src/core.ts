import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Interval, ScheduleModule } from '@nestjs/schedule';
import { pino } from 'pino';
import type { CoreConfig } from './platform/config/process-config.js';
import { CORE_SAYS_ALIVE_EVERY_MS, recordCoreAlive, recordCoreGone } from './platform/core-presence.js';
import { openDataSource } from './platform/database/data-source.js';
import { UnitOfWork } from './platform/database/unit-of-work.js';
import { randomIds } from './platform/ids.js';
import { SealingKey } from './platform/sealing/sealing-key.js';
import { WakeUps } from './platform/wake-ups/wake-ups.js';
import { openCertificateSigner, OpenInstances, openInstructionSigner, ReconcileLoop } from './reconciler/index.js';

export interface RunningCore {
  close(): Promise<void>;
}

const SWEEP_MS = 30_000;

/** The heartbeat of the loop: nothing relies on it alone, it only finds what a lost hint missed, and says that this process is alive. */
class Heartbeat {
  constructor(
    private readonly loop: ReconcileLoop,
    private readonly sayAlive: () => Promise<void>,
  ) {}

  @Interval('sweep', SWEEP_MS)
  async beat(): Promise<void> {
    await this.loop.sweep();
  }

  @Interval('alive', CORE_SAYS_ALIVE_EVERY_MS)
  async live(): Promise<void> {
    await this.sayAlive();
  }
}

/**
 * Runs the process that holds the keys: it plans and signs orders, speaks to providers and listens to nobody outside. It and `web`
 * meet in the database only.
 */
export async function startCore(config: CoreConfig): Promise<RunningCore> {
  const log = pino({ name: 'core', level: process.env['LATCHKEY_LOG_LEVEL'] ?? 'info' });
  const source = await openDataSource({ url: config.databaseUrl, applicationName: 'latchkey core', poolSize: 8 });
  const unit = new UnitOfWork(source);
  const id = randomIds.uuid();
  const sayAlive = () =>
    unit.run((tx) => recordCoreAlive(tx, id)).catch((error: unknown) => log.warn({ error: String(error) }, 'this process could not say that it is alive'));
  await sayAlive();
  const sealing = new SealingKey(config.sealingKey);
  const signer = await openInstructionSigner(unit, sealing);
  const certificates = await openCertificateSigner(unit, sealing);
  const instances = new OpenInstances(unit, sealing, config, log);
  const wakeUps = new WakeUps(config.databaseUrl);
  await wakeUps.start();
  const deskFor = (instanceId: string) => {
    const provider = instances.provider(instanceId);
    return provider && { signer, sealing, provider };
  };
  const loop = new ReconcileLoop(unit, wakeUps, instances, deskFor, certificates, log);
  loop.start();

  @Module({ imports: [ScheduleModule.forRoot()], providers: [{ provide: Heartbeat, useFactory: () => new Heartbeat(loop, sayAlive) }] })
  class CoreModule {}
  const app = await NestFactory.createApplicationContext(CoreModule, { logger: ['error', 'warn'], abortOnError: false });
  await loop.sweep();
  return {
    close: async () => {
      await app.close();
      await loop.stop();
      await wakeUps.close();
      await instances.close();
      await unit.run((tx) => recordCoreGone(tx, id)).catch(() => undefined);
      await source.destroy();
    },
  };
}
