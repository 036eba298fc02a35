import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { deviceInScope } from '../../devices/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Consequential, type ExpectedVersion, IfMatch } from '../../platform/http/index.js';
import { DeleteOverride } from './delete-override.js';
import { OverrideView } from './override.view.js';
import { overrideOf } from './read-override.js';
import { ReplaceOverrideBody } from './replace-override.body.js';
import { ReplaceOverride } from './replace-override.js';

/** What one device gets instead of what its policies say. */
@ApiTags('overrides')
@Controller('api/v1/devices/:id/override')
export class OverridesController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly replacing: ReplaceOverride,
    private readonly deleting: DeleteOverride,
  ) {}

  /** With what would hold without it; not found where there is none. */
  @Get()
  @Requires('policies.read')
  async one(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<OverrideView> {
    await deviceInScope(this.unit.reads, operator.scope, id);
    return overrideOf(this.unit.reads, id);
  }

  /** Sets the device apart, or says anew how; the version is needed as soon as there is one. */
  @Put()
  @Consequential()
  @Requires('policies.change')
  async replace(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @IfMatch('if-there-is-one') expected: ExpectedVersion | null,
    @Body() body: ReplaceOverrideBody,
  ): Promise<OverrideView> {
    return this.replacing.run(operator, id, body, expected);
  }

  /** Leaves the device to its policies again. */
  @Delete()
  @Consequential()
  @HttpCode(204)
  @Requires('policies.change')
  async delete(@CurrentOperator() operator: Operator, @Param('id') id: string, @IfMatch('optional') expected: ExpectedVersion): Promise<void> {
    await this.deleting.run(operator, id, expected);
  }
}
