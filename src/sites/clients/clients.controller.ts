import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Consequential, type ExpectedVersion, IfMatch, ListQuery } from '../../platform/http/index.js';
import { ClientBody } from './client.body.js';
import { ClientPage, ClientView } from './client.view.js';
import { CreateClient } from './create-client.js';
import { DeleteClient } from './delete-client.js';
import { clientById, listClients } from './read-clients.js';
import { RenameClient } from './rename-client.js';

@ApiTags('clients and sites')
@Controller('api/v1/clients')
export class ClientsController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly creating: CreateClient,
    private readonly renaming: RenameClient,
    private readonly deleting: DeleteClient,
  ) {}

  @Get()
  @Requires('sites.read')
  async list(@CurrentOperator() operator: Operator, @Query() query: ListQuery): Promise<ClientPage> {
    return listClients(this.unit.reads, operator.scope, query);
  }

  @Post()
  @Requires('sites.change')
  @Consequential()
  async create(@CurrentOperator() operator: Operator, @Body() body: ClientBody): Promise<ClientView> {
    return this.creating.run(operator, body);
  }

  @Get(':id')
  @Requires('sites.read')
  async one(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<ClientView> {
    return clientById(this.unit.reads, operator.scope, id);
  }

  @Patch(':id')
  @Requires('sites.change')
  @Consequential()
  async rename(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @Body() body: ClientBody,
    @IfMatch('optional') expected: ExpectedVersion,
  ): Promise<ClientView> {
    return this.renaming.run(operator, id, body, expected);
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
