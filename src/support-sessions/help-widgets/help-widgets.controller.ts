import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { ListQuery } from '../../platform/http/index.js';
import { HelpWidgetBody } from './help-widget.body.js';
import { HelpWidgetPage, HelpWidgetView } from './help-widget.view.js';
import { HelpWidgets } from './help-widgets.js';

@ApiTags('support sessions')
@Controller('api/v1/help-widgets')
export class HelpWidgetsController {
  constructor(private readonly widgets: HelpWidgets) {}

  @Get()
  @Requires('support-sessions.host', 'sites.change')
  async list(@CurrentOperator() operator: Operator, @Query() query: ListQuery): Promise<HelpWidgetPage> {
    return this.widgets.list(operator, query);
  }

  @Post()
  @Requires('sites.change')
  async create(@CurrentOperator() operator: Operator, @Body() body: HelpWidgetBody): Promise<HelpWidgetView> {
    return this.widgets.create(operator, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('sites.change')
  async delete(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<void> {
    await this.widgets.delete(operator, id);
  }
}
