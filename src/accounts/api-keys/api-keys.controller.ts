import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { ListQuery, ShownOnce } from '../../platform/http/index.js';
import type { Operator } from '../roles/operator.js';
import { CurrentOperator, SignedIn } from '../sessions/access.js';
import { StepUp } from '../step-up/step-up.js';
import { CreateApiKeyBody } from './api-key.body.js';
import { ApiKeyPage, NewApiKeyView } from './api-key.view.js';
import { ChangeApiKeys } from './change-api-keys.js';
import { listApiKeys } from './read-api-keys.js';

@ApiTags('users')
@Controller('api/v1/api-keys')
@SignedIn()
export class ApiKeysController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly changing: ChangeApiKeys,
  ) {}

  /** One's own keys; everybody's for who manages users. */
  @Get()
  async list(@CurrentOperator() operator: Operator, @Query() query: ListQuery): Promise<ApiKeyPage> {
    return listApiKeys(this.unit.reads, operator, query);
  }

  /** A key of the caller's own; the answer is the only one that shows it. */
  @Post()
  @ShownOnce()
  @StepUp()
  async create(@CurrentOperator() operator: Operator, @Body() body: CreateApiKeyBody): Promise<NewApiKeyView> {
    return this.changing.create(operator, body);
  }

  @Delete(':id')
  @HttpCode(204)
  async revoke(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<void> {
    await this.changing.revoke(operator, id);
  }
}
