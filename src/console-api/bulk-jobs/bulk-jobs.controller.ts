import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Consequential, ListQuery } from '../../platform/http/index.js';
import { BulkJobBody } from './bulk-job.body.js';
import { BulkJobDevicePage, BulkJobDeviceQuery, BulkJobPage, BulkJobView, BulkPreviewView } from './bulk-job.view.js';
import { CancelBulkJob } from './cancel-bulk-job.js';
import { listJobDevices, listJobs, jobById } from './read-bulk-jobs.js';
import { StartBulkJob } from './start-bulk-job.js';
import { UndoBulkJob } from './undo-bulk-job.js';

/** One act over many devices. Which right it takes depends on the act, so the use case asks for that. */
@ApiTags('bulk jobs')
@Controller('api/v1/bulk-jobs')
@Requires('devices.read')
export class BulkJobsController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly starting: StartBulkJob,
    private readonly undoing: UndoBulkJob,
    private readonly cancelling: CancelBulkJob,
  ) {}

  /** The caller's own jobs. */
  @Get()
  async list(@CurrentOperator() operator: Operator, @Query() query: ListQuery): Promise<BulkJobPage> {
    return listJobs(this.unit.reads, operator, query);
  }

  @Post()
  @Consequential()
  async start(@CurrentOperator() operator: Operator, @Body() body: BulkJobBody): Promise<BulkJobView> {
    return this.starting.run(operator, body);
  }

  /** What an act would do to each device now; `dryRun` of the act itself answers what that moves. */
  @Post('preview')
  @HttpCode(200)
  async preview(@CurrentOperator() operator: Operator, @Body() body: BulkJobBody): Promise<BulkPreviewView> {
    return this.starting.preview(operator, body);
  }

  @Get(':id')
  async one(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<BulkJobView> {
    return jobById(this.unit.reads, operator, id);
  }

  /** What became of each device. */
  @Get(':id/devices')
  async devices(@CurrentOperator() operator: Operator, @Param('id') id: string, @Query() query: BulkJobDeviceQuery): Promise<BulkJobDevicePage> {
    return listJobDevices(this.unit.reads, operator, id, query);
  }

  /** Does no more of it; what is done stays. */
  @Post(':id/cancel')
  @HttpCode(200)
  async cancel(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<BulkJobView> {
    return this.cancelling.run(operator, id);
  }

  /** Makes each device what it was, as far as it still is what the job has made of it. */
  @Post(':id/undo')
  @Consequential()
  async undo(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<BulkJobView> {
    return this.undoing.run(operator, id);
  }
}
