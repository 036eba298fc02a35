import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { siteInScope } from '../site-in-scope.js';
import { AgentBuilds } from './agent-builds.js';
import { InstallCommandQuery } from './install-command.query.js';
import { InstallCommandView } from './install-command.view.js';
import { installCommand, TOKEN_PLACEHOLDER } from './install-command.js';

@ApiTags('enrolment')
@Controller('api/v1/install-command')
export class InstallCommandController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly builds: AgentBuilds,
    @Inject(WEB_CONFIG) private readonly config: WebConfig,
  ) {}

  /** Makes nothing: the token comes from `POST /enrolment-tokens` and takes the place of `{token}`, so that no address ever holds one. */
  @Get()
  @Requires('sites.change')
  async one(@CurrentOperator() operator: Operator, @Query() { siteId, os }: InstallCommandQuery): Promise<InstallCommandView> {
    const site = await siteInScope(this.unit.reads, operator.scope, siteId);
    const builds = await this.builds.of(os);
    if (builds.length === 0) {
      throw new DomainError('API-UNAVAILABLE-01', `This server has no endpoint agent for ${os} to hand out.`, { extra: { os } });
    }
    const command = installCommand(os, builds, this.config.publicUrl);
    return { siteId, siteName: site.name, os, command, tokenPlaceholder: TOKEN_PLACEHOLDER, builds: [...builds] };
  }
}
