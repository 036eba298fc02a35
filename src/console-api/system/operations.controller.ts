import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { OpenToAnyone } from '../../accounts/index.js';
import { readCorePresence } from '../../platform/core-presence.js';
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

  /** The states of engine and core are told, never waited for: without them this process still serves pages, agents and what is known. */
  @Get('readyz')
  @OpenToAnyone()
  async ready() {
    const facts = await this.readiness.check();
    const [engine]: { health: string }[] = await this.unit.reads.query(
      'SELECT health FROM provider_instance WHERE embedded LIMIT 1',
    );
    const { alive } = await readCorePresence(this.unit.reads);
    return { status: 'ready', ...facts, engine: engine?.health ?? 'absent', core: alive > 0 ? 'alive' : 'down' };
  }
}
