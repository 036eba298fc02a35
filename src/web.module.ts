import {
  type DynamicModule,
  Global,
  Inject,
  Module,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AccountsModule, SessionGuard } from './accounts/index.js';
import { AgentGatewayModule } from './agent-gateway/index.js';
import { AuditModule } from './audit/audit.module.js';
import { ConsoleApiModule } from './console-api/index.js';
import { DeploymentsModule, RolloutsModule } from './deployments/index.js';
import { DevicesModule } from './devices/index.js';
import { NotificationsModule } from './notifications/index.js';
import { PackagesModule } from './packages/index.js';
import { WEB_CONFIG, type WebConfig } from './platform/config/web-config.js';
import { dataSourceOptions, survivingLostConnections } from './platform/database/data-source.js';
import { EtagInterceptor } from './platform/http/etag.interceptor.js';
import { HttpModule } from './platform/http/http.module.js';
import { IdempotencyInterceptor } from './platform/http/idempotency.interceptor.js';
import { ProblemFilter } from './platform/http/problem.filter.js';
import { RequestBudgetGuard } from './platform/http/request-budget.guard.js';
import { RequestShapePipe } from './platform/http/request-shape.pipe.js';
import { PlatformModule } from './platform/platform.module.js';
import { WakeUps } from './platform/wake-ups/wake-ups.js';
import { PoliciesModule } from './policies/index.js';
import { expressibleBy, HintsModule, LaunchesModule } from './remote-access/index.js';
import { SitesModule } from './sites/index.js';
import { SupportSessionsModule } from './support-sessions/index.js';

/** What every module of the process may inject besides the platform: its configuration and the hints of the other processes. */
@Global()
@Module({})
export class WebProcessModule implements OnModuleInit, OnApplicationShutdown {
  constructor(@Inject(WakeUps) private readonly wakeUps: WakeUps) {}

  static of(config: WebConfig): DynamicModule {
    return {
      module: WebProcessModule,
      providers: [
        { provide: WEB_CONFIG, useValue: config },
        { provide: WakeUps, useFactory: () => new WakeUps(config.databaseUrl) },
      ],
      exports: [WEB_CONFIG, WakeUps],
    };
  }

  async onModuleInit(): Promise<void> {
    await this.wakeUps.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.wakeUps.close();
  }
}

/** Process `web`: everything that faces the network. Guards run in the order written: who is it, then how much may he ask. */
@Module({})
export class WebModule {
  static of(config: WebConfig): DynamicModule {
    return {
      module: WebModule,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => ({
            ...dataSourceOptions({ url: config.databaseUrl, applicationName: 'latchkey web', poolSize: 12 }),
            autoLoadEntities: true,
            retryAttempts: 3,
            retryDelay: 500,
          }),
          dataSourceFactory: async (options) => survivingLostConnections(await new DataSource(options!).initialize()),
        }),
        ScheduleModule.forRoot(),
        PlatformModule,
        WebProcessModule.of(config),
        HttpModule,
        AccountsModule,
        SitesModule,
        DevicesModule,
        PoliciesModule,
        PackagesModule,
        DeploymentsModule.of(expressibleBy),
        RolloutsModule,
        AgentGatewayModule,
        LaunchesModule,
        HintsModule,
        SupportSessionsModule,
        AuditModule,
        NotificationsModule,
        ConsoleApiModule,
      ],
      providers: [
        { provide: APP_GUARD, useClass: SessionGuard },
        { provide: APP_GUARD, useClass: RequestBudgetGuard },
        { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
        { provide: APP_INTERCEPTOR, useClass: EtagInterceptor },
        { provide: APP_PIPE, useClass: RequestShapePipe },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
