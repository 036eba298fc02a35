import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Consequential } from '../../platform/http/index.js';
import { AskCertificate } from './ask-certificate.js';
import { OffboardClientBody } from './offboard-client.body.js';
import { OffboardClient } from './offboard-client.js';
import { OffboardingCertificateView, OffboardingView } from './offboarding.view.js';
import { readOffboarding } from './read-offboarding.js';

/** Clients that leave, and the proof that nothing of ours stayed with them. */
@ApiTags('clients and sites')
@Controller('api/v1/clients')
export class OffboardingController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly offboarding: OffboardClient,
    private readonly asking: AskCertificate,
  ) {}

  /** Removes remote access from all devices of a client and lets nothing new in. */
  @Post(':id/offboard')
  @Requires('sites.change')
  @Consequential()
  async offboard(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @Body() body: OffboardClientBody,
  ): Promise<OffboardingView> {
    return this.offboarding.run(operator, id, body);
  }

  /** What is proven, what is waited for, and what nobody can prove, device by device. */
  @Get(':id/offboarding')
  @Requires('sites.read')
  async one(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<OffboardingView> {
    return readOffboarding(this.unit.reads, operator.scope, id);
  }

  /** The same, signed: final once nothing is waited for any more, before that an interim statement that says so. */
  @Get(':id/offboarding/certificate')
  @Requires('sites.read')
  async certificate(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
  ): Promise<OffboardingCertificateView> {
    return this.asking.run(operator, id);
  }
}
