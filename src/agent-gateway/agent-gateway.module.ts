import type { Server } from 'node:http';
import { type BeforeApplicationShutdown, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { DevicesModule } from '../devices/index.js';
import { CLOCK, type Clock } from '../platform/clock.js';
import { WEB_CONFIG, type WebConfig } from '../platform/config/web-config.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { takeUpgrades } from '../platform/http/upgrades.js';
import { IDS, type Ids } from '../platform/ids.js';
import { WakeUps } from '../platform/wake-ups/wake-ups.js';
import { AgentGateway } from './agent-gateway.js';
import { ArtifactShelf } from './artifact-shelf.js';
import { ArtifactsController } from './artifacts.controller.js';

const CONNECT_PATH = '/agent/v1/connect';

@Module({
  imports: [DevicesModule],
  controllers: [ArtifactsController],
  providers: [
    ArtifactShelf,
    {
      provide: AgentGateway,
      inject: [UnitOfWork, WakeUps, CLOCK, IDS, WEB_CONFIG],
      useFactory: (unit: UnitOfWork, wakeUps: WakeUps, clock: Clock, ids: Ids, { publicUrl }: WebConfig) =>
        new AgentGateway({ unit, wakeUps, clock, ids, publicUrl }),
    },
  ],
  exports: [AgentGateway],
})
export class AgentGatewayModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly gateway: AgentGateway,
    private readonly http: HttpAdapterHost,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.gateway.open();
    attachAgentGateway(this.http.httpAdapter.getHttpServer() as Server, this.gateway);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.gateway.close();
  }
}

/** Gives the gateway its path on this server. */
export function attachAgentGateway(server: Server, gateway: AgentGateway): void {
  takeUpgrades(server, (path, request, socket, head) => {
    if (path !== CONNECT_PATH) return false;
    gateway.upgrade(request, socket, head);
    return true;
  });
}
