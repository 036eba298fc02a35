import { Controller, Get, Param, StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { OpenToAnyone } from '../../accounts/index.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { AgentBuilds } from './agent-builds.js';

/** Where install commands fetch the endpoint agent. It holds no secret; who fetched it checks its hash. */
@ApiExcludeController()
@Controller('install')
export class AgentBuildsController {
  constructor(private readonly builds: AgentBuilds) {}

  @Get(':file')
  @OpenToAnyone()
  async download(@Param('file') file: string): Promise<StreamableFile> {
    const build = (await this.builds.all()).find((each) => each.file === file);
    if (!build) throw notFound('download');
    return new StreamableFile(this.builds.open(build), {
      type: 'application/octet-stream',
      disposition: `attachment; filename="${build.file}"`,
      length: build.size,
    });
  }
}
