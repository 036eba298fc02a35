import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Consequential, type ExpectedVersion, IfMatch } from '../../platform/http/index.js';
import { CreatePackage } from './create-package.js';
import { DeletePackage } from './delete-package.js';
import { PackageBody } from './package.body.js';
import { PackageQuery } from './package.query.js';
import { PackagePage, PackageView } from './package.view.js';
import { listPackages, packageById } from './read-packages.js';
import { ReplacePackage } from './replace-package.js';

@ApiTags('packages')
@Controller('api/v1/packages')
export class PackagesController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly creating: CreatePackage,
    private readonly replacing: ReplacePackage,
    private readonly deleting: DeletePackage,
  ) {}

  @Get()
  @Requires('policies.read')
  async list(@CurrentOperator() operator: Operator, @Query() query: PackageQuery): Promise<PackagePage> {
    return listPackages(this.unit.reads, operator.scope, query);
  }

  @Post()
  @Requires('policies.change')
  @Consequential()
  async create(@CurrentOperator() operator: Operator, @Body() body: PackageBody): Promise<PackageView> {
    return this.creating.run(operator, body);
  }

  @Get(':id')
  @Requires('policies.read')
  async one(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<PackageView> {
    return packageById(this.unit.reads, operator.scope, id);
  }

  @Put(':id')
  @Requires('policies.change')
  @Consequential()
  async replace(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @IfMatch('required') expected: ExpectedVersion,
    @Body() body: PackageBody,
  ): Promise<PackageView> {
    return this.replacing.run(operator, id, body, expected);
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('policies.change')
  @Consequential()
  async delete(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @IfMatch('optional') expected: ExpectedVersion,
  ): Promise<void> {
    await this.deleting.run(operator, id, expected);
  }
}
