import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type ExpectedVersion, IfMatch, ListQuery } from '../../platform/http/index.js';
import { ChangeRule } from './change-rule.js';
import { CreateRule } from './create-rule.js';
import { DeleteRule } from './delete-rule.js';
import { listRules, ruleById } from './read-rules.js';
import { ChangeRuleBody, CreateRuleBody } from './rule.body.js';
import { NotificationRulePage, NotificationRuleView } from './rule.view.js';

@ApiTags('notifications')
@Controller('api/v1/notification-rules')
@Requires('notifications.manage')
export class NotificationRulesController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly creating: CreateRule,
    private readonly changing: ChangeRule,
    private readonly deleting: DeleteRule,
  ) {}

  @Get()
  async list(@Query() query: ListQuery): Promise<NotificationRulePage> {
    return listRules(this.unit.reads, query);
  }

  @Post()
  async create(@CurrentOperator() operator: Operator, @Body() body: CreateRuleBody): Promise<NotificationRuleView> {
    return this.creating.run(operator, body);
  }

  @Get(':id')
  async one(@Param('id') id: string): Promise<NotificationRuleView> {
    return ruleById(this.unit.reads, id);
  }

  @Patch(':id')
  async change(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @Body() body: ChangeRuleBody,
    @IfMatch('optional') expected: ExpectedVersion,
  ): Promise<NotificationRuleView> {
    return this.changing.run(operator, id, body, expected);
  }

  @Delete(':id')
  @HttpCode(204)
  async delete(@CurrentOperator() operator: Operator, @Param('id') id: string, @IfMatch('optional') expected: ExpectedVersion): Promise<void> {
    await this.deleting.run(operator, id, expected);
  }
}
