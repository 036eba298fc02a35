import { Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ShownOnce } from '../../platform/http/index.js';
import type { Operator } from '../roles/operator.js';
import { CurrentOperator, Requires } from '../sessions/access.js';
import { StepUp } from '../step-up/step-up.js';
import { BreakGlass } from './break-glass.js';
import { BreakGlassView, SealedBreakGlassView } from './break-glass.view.js';

@ApiTags('security')
@Controller('api/v1/break-glass')
export class BreakGlassController {
  constructor(private readonly breakGlass: BreakGlass) {}

  @Get()
  @Requires('security.manage')
  async read(): Promise<BreakGlassView> {
    return this.breakGlass.read();
  }

  @Post()
  @ShownOnce()
  @Requires('ownership.transfer')
  @StepUp()
  async seal(@CurrentOperator() operator: Operator): Promise<SealedBreakGlassView> {
    return this.breakGlass.seal(operator);
  }

  @Delete()
  @HttpCode(204)
  @Requires('ownership.transfer')
  @StepUp()
  async remove(@CurrentOperator() operator: Operator): Promise<void> {
    await this.breakGlass.remove(operator);
  }
}
