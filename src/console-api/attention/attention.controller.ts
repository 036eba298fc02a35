import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { PlaceQuery } from '../system/place.query.js';
import { AttentionView } from './attention.view.js';
import { readAttention } from './read-attention.js';

@ApiTags('operations')
@Controller('api/v1/attention')
export class AttentionController {
  constructor(private readonly unit: UnitOfWork) {}

  /** What waits for a person of the caller's role and scope. */
  @Get()
  @Requires('devices.read')
  async attention(@CurrentOperator() operator: Operator, @Query() query: PlaceQuery): Promise<AttentionView> {
    return readAttention(this.unit.reads, operator, query);
  }
}
