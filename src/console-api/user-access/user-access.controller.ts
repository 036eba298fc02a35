import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires, scopeOf } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { AccessPreviewBody } from './access-preview.body.js';
import { previewAccess, readUserAccess } from './read-user-access.js';
import { UserAccessQuery } from './user-access.query.js';
import { AccessPreviewView, UserAccessView } from './user-access.view.js';

@ApiTags('users')
@Controller('api/v1/users')
@Requires('users.manage')
export class UserAccessController {
  constructor(private readonly unit: UnitOfWork) {}

  /** What a role, a scope and the flag would come to; nothing is saved. */
  @Post('access-preview')
  @HttpCode(200)
  async preview(@Body() { role, allowRemoteControl = false, scope }: AccessPreviewBody): Promise<AccessPreviewView> {
    return previewAccess(this.unit.reads, { role, allowRemoteControl, scope: scopeOf(scope) });
  }

  /** What a user may do and reach, and with a device why he can or cannot open it now. */
  @Get(':id/access')
  async explain(@CurrentOperator() { scope }: Operator, @Param('id') id: string, @Query() { deviceId }: UserAccessQuery): Promise<UserAccessView> {
    return readUserAccess(this.unit.reads, scope, id, deviceId);
  }
}
