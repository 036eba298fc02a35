import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type ExpectedVersion, IfMatch, ListQuery } from '../../platform/http/index.js';
import { KeepViews } from './keep-views.js';
import { listSettingsOf, ReplaceListSettings } from './list-settings.js';
import { listSavedViews, savedViewById } from './read-saved-views.js';
import { ListSettingsBody, SavedViewBody } from './saved-view.body.js';
import { ListSettingsView, SavedViewPage, SavedViewView } from './saved-view.view.js';

/** How people look at the list of devices. */
@ApiTags('saved views')
@Controller('api/v1')
@Requires('devices.read')
export class SavedViewsController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly keeping: KeepViews,
    private readonly replacingSettings: ReplaceListSettings,
  ) {}

  /** The caller's own views, and those that others share. */
  @Get('saved-views')
  async list(@CurrentOperator() operator: Operator, @Query() query: ListQuery): Promise<SavedViewPage> {
    return listSavedViews(this.unit.reads, operator, query);
  }

  @Post('saved-views')
  async create(@CurrentOperator() operator: Operator, @Body() body: SavedViewBody): Promise<SavedViewView> {
    return this.keeping.create(operator, body);
  }

  @Get('saved-views/:id')
  async one(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<SavedViewView> {
    return savedViewById(this.unit.reads, operator, id);
  }

  @Put('saved-views/:id')
  async replace(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @IfMatch('required') expected: ExpectedVersion,
    @Body() body: SavedViewBody,
  ): Promise<SavedViewView> {
    return this.keeping.replace(operator, id, body, expected);
  }

  @Delete('saved-views/:id')
  @HttpCode(204)
  async delete(@CurrentOperator() operator: Operator, @Param('id') id: string, @IfMatch('optional') expected: ExpectedVersion): Promise<void> {
    await this.keeping.delete(operator, id, expected);
  }

  /** How the caller likes his lists. */
  @Get('list-settings')
  async settings(@CurrentOperator() operator: Operator): Promise<ListSettingsView> {
    return listSettingsOf(this.unit.reads, operator);
  }

  @Put('list-settings')
  async replaceSettings(
    @CurrentOperator() operator: Operator,
    @IfMatch('if-there-is-one') expected: ExpectedVersion | null,
    @Body() body: ListSettingsBody,
  ): Promise<ListSettingsView> {
    return this.replacingSettings.run(operator, body, expected);
  }
}
