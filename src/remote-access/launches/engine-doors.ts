import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { readFileSync } from 'node:fs';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { processLog } from '../../platform/http/process-log.js';
import { readRevokeHint } from '../../platform/wake-ups/revoke-hint.js';
import { WakeUps } from '../../platform/wake-ups/wake-ups.js';
import { createEngineListeners, type EngineListeners } from '../engine-proxy/index.js';
import { embeddableSurface } from '../provider-registry.js';
import { DatabaseVerdicts } from './database-verdicts.js';

/** Opens the two listeners in front of the embedded engine and cuts what is revoked. */
@Injectable()
export class EngineDoors implements OnApplicationBootstrap, OnApplicationShutdown {
  private listeners: EngineListeners | undefined;
  private stopListening: (() => void) | undefined;
  private readonly log = processLog('web');

  constructor(
    private readonly unit: UnitOfWork,
    private readonly wakeUps: WakeUps,
    @Inject(WEB_CONFIG) private readonly config: WebConfig,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { engine, tls } = this.config;
    if (!engine) return;
    this.listeners = await createEngineListeners({
      enginePort: engine.port,
      surface: embeddableSurface(),
      verdicts: new DatabaseVerdicts(this.unit, this.wakeUps, (facts, message) => this.log.warn(facts, message)),
      page: {
        host: engine.pageHost,
        port: engine.pagePort,
        url: engine.pageUrl,
        ...(tls && engine.pageUrl.startsWith('https:') ? { tls: { cert: readFileSync(tls.certFile, 'utf8'), key: readFileSync(tls.keyFile, 'utf8') } } : {}),
      },
      agent: {
        host: engine.agentHost,
        port: engine.agentPort,
        cert: readFileSync(engine.agentCertFile, 'utf8'),
        key: readFileSync(engine.agentKeyFile, 'utf8'),
      },
      log: (facts, message) => this.log.warn(facts, message),
    });
    this.stopListening = this.wakeUps.on('revoke', (key) => this.cut(key));
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopListening?.();
    await this.listeners?.close();
  }

  /** Sockets that a lost hint leaves open are cut by the listeners' own look at their launches. */
  private cut(key: string): void {
    const hint = readRevokeHint(key);
    if (hint?.kind === 'launch') this.listeners?.closeLaunch(hint.id);
    if (hint?.kind === 'deployment') this.listeners?.closeAgent(hint.id);
  }
}
