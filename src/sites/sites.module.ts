import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { WEB_CONFIG, type WebConfig } from '../platform/config/web-config.js';
import { UsesRegistry } from '../platform/http/index.js';
import { ClientEntity } from './clients/client.entity.js';
import { ClientsController } from './clients/clients.controller.js';
import { CreateClient } from './clients/create-client.js';
import { DeleteClient } from './clients/delete-client.js';
import { RenameClient } from './clients/rename-client.js';
import { NEAR_REGIONS, nearRegionsFrom } from './placement/near-regions.js';
import { ChangeSite } from './sites/change-site.js';
import { CreateSite } from './sites/create-site.js';
import { DeleteSite } from './sites/delete-site.js';
import { SiteEntity } from './sites/site.entity.js';
import { SitesController } from './sites/sites.controller.js';

@Module({
  imports: [TypeOrmModule.forFeature([ClientEntity, SiteEntity])],
  controllers: [ClientsController, SitesController],
  providers: [CreateClient, RenameClient, DeleteClient, CreateSite, ChangeSite, DeleteSite, { provide: NEAR_REGIONS, inject: [WEB_CONFIG], useFactory: ({ networksFile }: WebConfig) => nearRegionsFrom(networksFile) }],
})
export class SitesModule implements OnModuleInit {
  constructor(private readonly uses: UsesRegistry) {}

  onModuleInit(): void {
    this.uses.register('client', (tx, id) =>
      tx.query(`SELECT 'site' AS kind, id, name FROM site WHERE client_id = $1 ORDER BY name, id LIMIT 100`, [id]),
    );
  }
}
