import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Interval, ScheduleModule } from '@nestjs/schedule';
import { AuditSealer, SEAL_EVERY_MS } from './audit/index.js';
import { measureCore } from './core-metrics.js';
import { Notifier, NOTIFY_EVERY_MS } from './notifications/index.js';
import type { CoreConfig } from './platform/config/process-config.js';
import { CORE_SAYS_ALIVE_EVERY_MS, recordCoreAlive, recordCoreGone } from './platform/core-presence.js';
import { listenForMetrics } from './platform/metrics/metrics-listener.js';
import { openDataSource } from './platform/database/data-source.js';
import { UnitOfWork } from './platform/database/unit-of-work.js';
import { randomIds } from './platform/ids.js';
import { documentSink } from './platform/off-box/document-sink.js';
import { openCoreBox } from './platform/sealing/core-box.js';
import { openCoreSeed } from './platform/sealing/core-seed.js';
import { ROTATE_EVERY_MS } from './platform/sealing/key-rotation.js';
import { processLog } from './platform/http/process-log.js';
import { SealingKey } from './platform/sealing/sealing-key.js';
import { WakeUps } from './platform/wake-ups/wake-ups.js';
import { CoreKeyRotation, openCertificateSigner, openCheckpointSigner, OpenInstances, openInstructionSigner, ReconcileLoop, WATCH_SEALS_EVERY_MS, watchSeals } from './reconciler/index.js';

export interface RunningCore {
  /** Where its metrics are read on this machine; null where nobody wants them. */
  readonly metricsUrl: string | null;
  /** Goes on with other keys: the newest seals, all of them open. Resolves after a first pass of sealing anew. */
  takeKeys(keys: readonly [Buffer, ...Buffer[]]): Promise<void>;
  close(): Promise<void>;
}

const SWEEP_MS = 30_000;
const FOLLOW_SUPPORT_MS = 5_000;

/** The heartbeat of the loop: nothing relies on it alone, it only finds what a lost hint missed, and says that this process is alive. */
class Heartbeat {
  constructor(
    private readonly loop: ReconcileLoop,
    private readonly sayAlive: () => Promise<void>,
    private readonly sealer: AuditSealer,
    private readonly notifier: Notifier,
    private readonly watchSeals: () => Promise<void>,
    private readonly rotation: CoreKeyRotation,
  ) {}

  @Interval('sweep', SWEEP_MS)
  async beat(): Promise<void> {
    await this.loop.sweep();
    await this.notifier.sweep();
  }

  @Interval('seal', SEAL_EVERY_MS)
  async seal(): Promise<void> {
    await this.sealer.look();
  }

  @Interval('notify', NOTIFY_EVERY_MS)
  async notify(): Promise<void> {
    await this.notifier.look();
  }

  @Interval('follow-support', FOLLOW_SUPPORT_MS)
  async followSupport(): Promise<void> {
    await this.loop.followSupport();
  }

  @Interval('watch-seals', WATCH_SEALS_EVERY_MS)
  async watch(): Promise<void> {
    await this.watchSeals();
  }

  @Interval('rotate-keys', ROTATE_EVERY_MS)
  async rotate(): Promise<void> {
    await this.rotation.look();
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
  const log = processLog('core');
  const source = await openDataSource({ url: config.databaseUrl, applicationName: 'latchkey core', poolSize: 8 });
  const unit = new UnitOfWork(source);
  const id = randomIds.uuid();
  const sayAlive = () =>
    unit.run((tx) => recordCoreAlive(tx, id)).catch((error: unknown) => log.warn({ error: String(error) }, 'this process could not say that it is alive'));
  await sayAlive();
  const sealing = new SealingKey(config.sealingKey, config.olderSealingKeys);
  const seed = await openCoreSeed(unit, sealing);
  const signer = await openInstructionSigner(unit, sealing);
  const certificates = await openCertificateSigner(unit, sealing);
  const sink = config.auditSink === null ? null : documentSink(new URL(config.auditSink));
  const sealer = new AuditSealer(unit, await openCheckpointSigner(unit, sealing), sink, (error) => log.warn({ error: String(error) }, 'the audit log could not be sealed just now'));
  const box = await openCoreBox(unit, sealing);
  const notifier = new Notifier(unit, box, config.publicUrl, { allowedHosts: config.webhookAllow }, (error) =>
    log.warn({ error: String(error) }, 'something could not be told just now'),
  );
  const watch = () => watchSeals(unit).catch((error: unknown) => log.warn({ error: String(error) }, 'the sealed history could not be verified just now'));
  const rotation = new CoreKeyRotation(unit, sealing, box, log);
  const instances = new OpenInstances(unit, box, config, log);
  const wakeUps = new WakeUps(config.databaseUrl);
  await wakeUps.start();
  const deskFor = (instanceId: string) => {
    const provider = instances.provider(instanceId);
    return provider && { signer, seed, provider };
  };
  const measured = config.metricsPort === null ? null : measureCore();
  const loop = new ReconcileLoop(unit, wakeUps, instances, deskFor, signer, certificates, log, measured?.observed);
  const metrics = measured && (await listenForMetrics(measured.read, config.metricsPort!));
  loop.start();
  wakeUps.on('notify', () => void notifier.look());

  @Module({ imports: [ScheduleModule.forRoot()], providers: [{ provide: Heartbeat, useFactory: () => new Heartbeat(loop, sayAlive, sealer, notifier, watch, rotation) }] })
  class CoreModule {}
  const app = await NestFactory.createApplicationContext(CoreModule, { logger: ['error', 'warn'], abortOnError: false });
  void rotation.look(true);
  await loop.sweep();
  return {
    takeKeys: ([newest, ...older]) => rotation.take(newest, older),
    metricsUrl: metrics?.url ?? null,
    close: async () => {
      await metrics?.close();
      await app.close();
      await loop.stop();
      await rotation.settled();
      await notifier.settled();
      await sealer.look();
      await wakeUps.close();
      await instances.close();
      await unit.run((tx) => recordCoreGone(tx, id)).catch(() => undefined);
      await source.destroy();
    },
  };
}
