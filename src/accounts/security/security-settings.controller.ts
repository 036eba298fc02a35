import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type ExpectedVersion, IfMatch } from '../../platform/http/index.js';
import type { Operator } from '../roles/operator.js';
import { CurrentOperator, Requires } from '../sessions/access.js';
import { StepUp } from '../step-up/step-up.js';
import { SecuritySettingsBody } from './security-settings.body.js';
import { SecuritySettings } from './security-settings.js';
import { SecuritySettingsView } from './security-settings.view.js';

@ApiTags('security')
@Controller('api/v1/security-settings')
@Requires('security.manage')
export class SecuritySettingsController {
  constructor(private readonly settings: SecuritySettings) {}

  @Get()
  async read(): Promise<SecuritySettingsView> {
    return this.settings.read();
  }

  @Put()
  @StepUp()
  async change(@CurrentOperator() operator: Operator, @IfMatch('required') expected: ExpectedVersion, @Body() body: SecuritySettingsBody): Promise<SecuritySettingsView> {
    return this.settings.change(operator, body, expected);
  }
}
