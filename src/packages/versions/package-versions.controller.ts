import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Consequential, type ExpectedVersion, IfMatch, ListQuery } from '../../platform/http/index.js';
import { DiffQuery } from '../../policies/index.js';
import { PackageView } from '../packages/package.view.js';
import { packageById } from '../packages/read-packages.js';
import { PackageVersionDiffView, PackageVersionPage } from './package-version.view.js';
import { differenceOfVersions, listPackageVersions } from './read-package-versions.js';
import { RestorePackageVersion } from './restore-package-version.js';

/** What a package contained before, and who changed it. */
@ApiTags('packages')
@Controller('api/v1/packages/:id/versions')
export class PackageVersionsController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly restoring: RestorePackageVersion,
  ) {}

  @Get()
  @Requires('policies.read')
  async list(@CurrentOperator() operator: Operator, @Param('id') id: string, @Query() query: ListQuery): Promise<PackageVersionPage> {
    await packageById(this.unit.reads, operator.scope, id);
    return listPackageVersions(this.unit.reads, id, query);
  }

  /** What separates a version from another one, or from the one before it. */
  @Get(':version/diff')
  @Requires('policies.read')
  async diff(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @Param('version') version: string,
    @Query() { against }: DiffQuery,
  ): Promise<PackageVersionDiffView> {
    await packageById(this.unit.reads, operator.scope, id);
    return differenceOfVersions(this.unit.reads, id, version, against);
  }

  /** Makes what a version contained the newest version. */
  @Post(':version/restore')
  @HttpCode(200)
  @Requires('policies.change')
  @Consequential()
  async restore(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @Param('version') version: string,
    @IfMatch('required') expected: ExpectedVersion,
  ): Promise<PackageView> {
    return this.restoring.run(operator, id, version, expected);
  }
}
