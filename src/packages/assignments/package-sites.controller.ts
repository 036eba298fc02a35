import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { ListQuery } from '../../platform/http/index.js';
import { siteById } from '../../sites/index.js';
import { packageById } from '../packages/read-packages.js';
import { PackageSiteQuery } from './package-site.query.js';
import { PackageSitePage, SitePackagePage } from './package-site.view.js';
import { listPackagesOfSite, listSitesOfPackage } from './read-package-sites.js';

@ApiTags('assignments')
@Controller('api/v1')
export class PackageSitesController {
  constructor(private readonly unit: UnitOfWork) {}

  /** Every site in scope with what it has now; the Sites tab of a package. */
  @Get('packages/:id/sites')
  @Requires('policies.read')
  async sites(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @Query() query: PackageSiteQuery,
  ): Promise<PackageSitePage> {
    const found = await packageById(this.unit.reads, operator.scope, id);
    return listSitesOfPackage(this.unit.reads, operator.scope, found, query);
  }

  /** The packages of a site, the winning one first. */
  @Get('sites/:id/packages')
  @Requires('policies.read')
  async packages(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @Query() query: ListQuery,
  ): Promise<SitePackagePage> {
    await siteById(this.unit.reads, operator.scope, id);
    return listPackagesOfSite(this.unit.reads, operator.scope, id, query);
  }
}
