import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { LaunchPage, LaunchView } from './launch-record.view.js';
import { LaunchQuery } from './launch.query.js';
import { launchById, listLaunches } from './read-launches.js';

@ApiTags('launches')
@Controller('api/v1/launches')
@Requires('devices.launch', 'audit.read')
export class LaunchRecordsController {
  constructor(private readonly unit: UnitOfWork) {}

  @Get()
  async list(@CurrentOperator() operator: Operator, @Query() query: LaunchQuery): Promise<LaunchPage> {
    return listLaunches(this.unit.reads, operator, query);
  }

  @Get(':id')
  async one(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<LaunchView> {
    return launchById(this.unit.reads, operator, id);
  }
}
