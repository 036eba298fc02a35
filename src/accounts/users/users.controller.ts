import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type ExpectedVersion, IfMatch } from '../../platform/http/index.js';
import type { Operator } from '../roles/operator.js';
import { RemoveFactor } from '../factors/remove-factor.js';
import { CurrentOperator, Requires } from '../sessions/access.js';
import { StepUp } from '../step-up/step-up.js';
import { ChangeUserBody } from './change-user.body.js';
import { ChangeUser } from './change-user.js';
import { CreateUserBody } from './create-user.body.js';
import { CreateUser } from './create-user.js';
import { DeleteUser } from './delete-user.js';
import { listUsers, userById } from './read-users.js';
import { UserQuery } from './user.query.js';
import { UserPage, UserView } from './user.view.js';

@ApiTags('users')
@Controller('api/v1/users')
@Requires('users.manage')
export class UsersController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly creating: CreateUser,
    private readonly changing: ChangeUser,
    private readonly deleting: DeleteUser,
    private readonly factors: RemoveFactor,
  ) {}

  @Get()
  async list(@Query() query: UserQuery): Promise<UserPage> {
    return listUsers(this.unit.reads, query);
  }

  @Post()
  @StepUp()
  async create(@CurrentOperator() operator: Operator, @Body() body: CreateUserBody): Promise<UserView> {
    return this.creating.run(operator, body);
  }

  @Get(':id')
  async one(@Param('id') id: string): Promise<UserView> {
    return userById(this.unit.reads, id);
  }

  @Patch(':id')
  @StepUp()
  async change(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @Body() body: ChangeUserBody,
    @IfMatch('optional') expected: ExpectedVersion,
  ): Promise<UserView> {
    return this.changing.run(operator, id, body, expected);
  }

  /** Takes all second factors of somebody who has lost them; he signs in by password and enrols new ones. */
  @Delete(':id/factors')
  @HttpCode(204)
  @StepUp()
  async resetFactors(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<void> {
    await this.factors.allOf(operator, id);
  }

  /** Ends every session of the account. */
  @Delete(':id/sessions')
  @HttpCode(204)
  async endSessions(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<void> {
    await this.changing.endSessions(operator, id);
  }

  @Delete(':id')
  @HttpCode(204)
  @StepUp()
  async delete(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @IfMatch('optional') expected: ExpectedVersion,
  ): Promise<void> {
    await this.deleting.run(operator, id, expected);
  }
}
