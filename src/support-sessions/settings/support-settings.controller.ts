import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ByPeople, CurrentOperator, type Operator, Requires, SignedIn } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type ExpectedVersion, IfMatch } from '../../platform/http/index.js';
import { KillSwitch, readKillSwitch } from './kill-switch.js';
import { KillSwitchBody, SupportSettingsBody } from './support-settings.body.js';
import { ChangeSupportSettings, supportSettings } from './support-settings.js';
import { KillSwitchView, SupportSettingsView } from './support-settings.view.js';

@ApiTags('support sessions')
@Controller('api/v1/support-sessions')
export class SupportSettingsController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly changing: ChangeSupportSettings,
    private readonly switching: KillSwitch,
  ) {}

  @Get('settings')
  @Requires('support-sessions.host', 'security.manage')
  async read(): Promise<SupportSettingsView> {
    return supportSettings(this.unit.reads);
  }

  @Put('settings')
  @Requires('security.manage')
  async change(@CurrentOperator() operator: Operator, @IfMatch('required') expected: ExpectedVersion, @Body() body: SupportSettingsBody): Promise<SupportSettingsView> {
    return this.changing.run(operator, body, expected);
  }

  /** Everybody may know why no session begins. */
  @Get('kill-switch')
  @SignedIn()
  async state(): Promise<KillSwitchView> {
    return readKillSwitch(this.unit.reads);
  }

  /** Ends all support sessions within seconds and lets none begin, or lets them begin again. */
  @Put('kill-switch')
  @ByPeople()
  @Requires('policies.change', 'security.manage')
  async stop(@CurrentOperator() operator: Operator, @Body() body: KillSwitchBody): Promise<KillSwitchView> {
    return this.switching.run(operator, body);
  }
}
