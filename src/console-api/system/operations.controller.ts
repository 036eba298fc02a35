import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { OpenToAnyone } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Readiness } from '../../platform/http/readiness.js';

/** For supervisors and load balancers; tells nothing that an outsider could use. */
@ApiExcludeController()
@Controller()
export class OperationsController {
  constructor(
    private readonly readiness: Readiness,
    private readonly unit: UnitOfWork,
  ) {}

  @Get('livez')
  @OpenToAnyone()
  alive() {
    return { status: 'alive' };
  }

  /** The engine's state is told, never waited for: without it everything but launching works. */
  @Get('readyz')
  @OpenToAnyone()
  async ready() {
    const facts = await this.readiness.check();
    const [engine]: { health: string }[] = await this.unit.reads.query(
      'SELECT health FROM provider_instance WHERE embedded LIMIT 1',
    );
    return { status: 'ready', ...facts, engine: engine?.health ?? 'absent' };
  }
}
