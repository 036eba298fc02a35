import { Body, Controller, Delete, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires, StepUp } from '../../accounts/index.js';
import { type ExpectedVersion, IfMatch, ShownOnce } from '../../platform/http/index.js';
import { ChangeHintAddress } from './change-hint-address.js';
import { ChangeProviderInstance } from './change-provider-instance.js';
import { ConnectionTrialView } from './connection-trial.view.js';
import { CreateProviderInstance } from './create-provider-instance.js';
import { DeleteProviderInstance } from './delete-provider-instance.js';
import { HintAddressView } from './hint-address.view.js';
import { ChangeProviderInstanceBody, CreateProviderInstanceBody, TryConnectionBody } from './provider-instance.body.js';
import { ProviderInstanceView } from './provider-instance.view.js';
import { TryConnection } from './try-connection.js';

/** Connecting servers that somebody else runs, each change of them with a fresh proof. */
@ApiTags('provider instances')
@Controller('api/v1')
@Requires('providers.manage')
export class ProviderConnectionsController {
  constructor(
    private readonly creating: CreateProviderInstance,
    private readonly changing: ChangeProviderInstance,
    private readonly deleting: DeleteProviderInstance,
    private readonly trying: TryConnection,
    private readonly hints: ChangeHintAddress,
  ) {}

  @Post('provider-instances')
  @StepUp()
  async create(@CurrentOperator() operator: Operator, @Body() body: CreateProviderInstanceBody): Promise<ProviderInstanceView> {
    return this.creating.run(operator, body);
  }

  @Patch('provider-instances/:id')
  @StepUp()
  async change(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @Body() body: ChangeProviderInstanceBody,
    @IfMatch('required') expected: ExpectedVersion,
  ): Promise<ProviderInstanceView> {
    return this.changing.run(operator, id, body, expected);
  }

  @Delete('provider-instances/:id')
  @HttpCode(204)
  @StepUp()
  async delete(@CurrentOperator() operator: Operator, @Param('id') id: string, @IfMatch('optional') expected: ExpectedVersion): Promise<void> {
    await this.deleting.run(operator, id, expected);
  }

  /** Says what a server answers to a connection that is not stored, or not yet; stores nothing. */
  @Post('provider-connections/test')
  @HttpCode(200)
  async try(@CurrentOperator() operator: Operator, @Body() body: TryConnectionBody): Promise<ConnectionTrialView> {
    return this.trying.run(operator, body);
  }

  /** The address at which the server may say that something has happened; the one before is nobody's from now on. */
  @Post('provider-instances/:id/hint-address')
  @HttpCode(200)
  @StepUp()
  @ShownOnce()
  async renewHintAddress(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<HintAddressView> {
    return this.hints.renew(operator, id);
  }

  @Delete('provider-instances/:id/hint-address')
  @HttpCode(204)
  @StepUp()
  async removeHintAddress(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<void> {
    await this.hints.remove(operator, id);
  }
}
