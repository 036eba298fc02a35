import { Body, Controller, Delete, Get, HttpCode, Ip, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Consequential, type ExpectedVersion, IfMatch } from '../../platform/http/index.js';
import { ChangeSiteBody } from './change-site.body.js';
import { ChangeSite } from './change-site.js';
import { CreateSiteBody } from './create-site.body.js';
import { CreateSite } from './create-site.js';
import { DeleteSite } from './delete-site.js';
import { listSites, siteById } from './read-sites.js';
import { SiteQuery } from './site.query.js';
import { SitePage, SiteView } from './site.view.js';

@ApiTags('clients and sites')
@Controller('api/v1/sites')
export class SitesController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly creating: CreateSite,
    private readonly changing: ChangeSite,
    private readonly deleting: DeleteSite,
  ) {}

  @Get()
  @Requires('sites.read')
  async list(@CurrentOperator() operator: Operator, @Query() query: SiteQuery): Promise<SitePage> {
    return listSites(this.unit.reads, operator.scope, query);
  }

  @Post()
  @Requires('sites.change')
  @Consequential()
  async create(@CurrentOperator() operator: Operator, @Body() body: CreateSiteBody, @Ip() address: string): Promise<SiteView> {
    return this.creating.run(operator, body, address);
  }

  @Get(':id')
  @Requires('sites.read')
  async one(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<SiteView> {
    return siteById(this.unit.reads, operator.scope, id);
  }

  @Patch(':id')
  @Requires('sites.change')
  @Consequential()
  async change(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @Body() body: ChangeSiteBody,
    @IfMatch('optional') expected: ExpectedVersion,
  ): Promise<SiteView> {
    return this.changing.run(operator, id, body, expected);
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('sites.change')
  @Consequential()
  async delete(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @IfMatch('optional') expected: ExpectedVersion,
  ): Promise<void> {
    await this.deleting.run(operator, id, expected);
  }
}
