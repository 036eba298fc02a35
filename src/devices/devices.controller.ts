import { Body, Controller, Delete, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../accounts/index.js';
import { Consequential, type ExpectedVersion, IfMatch } from '../platform/http/index.js';
import { ChangeDeviceBody } from './change-device.body.js';
import { ChangeDevice } from './change-device.js';
import { ChangedDeviceView } from './changed-device.view.js';
import { SettleClaimBody } from './identity/settle-claim.body.js';
import { SettleIdentity } from './identity/settle-identity.js';
import { RetireDevice } from './retire-device.js';

/** What is changed about one device; what is read about it is joined elsewhere. */
@ApiTags('devices')
@Controller('api/v1/devices')
@Requires('devices.change')
export class DevicesController {
  constructor(
    private readonly changing: ChangeDevice,
    private readonly retiring: RetireDevice,
    private readonly settling: SettleIdentity,
  ) {}

  @Patch(':id')
  @Consequential()
  async change(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @Body() body: ChangeDeviceBody,
    @IfMatch('optional') expected: ExpectedVersion,
  ): Promise<ChangedDeviceView> {
    return this.changing.run(operator, id, body, expected);
  }

  @Delete(':id')
  @HttpCode(204)
  @Consequential()
  async retire(@CurrentOperator() operator: Operator, @Param('id') id: string, @IfMatch('optional') expected: ExpectedVersion): Promise<void> {
    await this.retiring.run(operator, id, expected);
  }

  @Post(':id/revoke')
  @HttpCode(204)
  async revoke(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<void> {
    await this.settling.revoke(operator, id);
  }

  @Post(':id/release')
  @HttpCode(204)
  async release(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<void> {
    await this.settling.release(operator, id);
  }

  @Post(':id/re-image-claim')
  @HttpCode(204)
  async settleClaim(@CurrentOperator() operator: Operator, @Param('id') id: string, @Body() body: SettleClaimBody): Promise<void> {
    await this.settling.settleClaim(operator, id, body.accept);
  }
}
