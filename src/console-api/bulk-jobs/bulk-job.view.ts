import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { ListQuery } from '../../platform/http/list.query.js';
import { pageOf } from '../../platform/http/page.view.js';
import { BULK_ACTS } from './bulk-job.body.js';

export const JOB_STATES = ['running', 'done', 'cancelled', 'stopped'] as const;
export const OUTCOMES = ['waiting', 'done', 'unchanged', 'refused'] as const;

/** How many devices have come to what. */
export class BulkCountsView {
  waiting!: number;
  done!: number;
  /** Nothing was to be done to them. */
  unchanged!: number;
  refused!: number;
}

/** One act over many devices. */
export class BulkJobView {
  id!: string;
  @ApiProperty({ enum: [...BULK_ACTS, 'undo'] })
  act!: string;
  @ApiProperty({ enum: JOB_STATES })
  state!: string;
  /** Why it stopped by itself, as a code of the catalogue. */
  stopCode!: string | null;
  requestedByName!: string;
  createdAt!: Date;
  finishedAt!: Date | null;
  total!: number;
  counts!: BulkCountsView;
  canBeUndone!: boolean;
  /** The job that took this one back. */
  undoneById!: string | null;
  /** The job that this one takes back. */
  undoesId!: string | null;
}

export class BulkJobPage extends pageOf(BulkJobView) {}

/** What became of one device. */
export class BulkJobDeviceView {
  deviceId!: string;
  name!: string;
  siteName!: string;
  @ApiProperty({ enum: OUTCOMES, enumName: 'BulkOutcome' })
  state!: string;
  code!: string | null;
  detail!: string | null;
}

export class BulkJobDevicePage extends pageOf(BulkJobDeviceView) {}

export class BulkJobDeviceQuery extends ListQuery {
  @ApiProperty({ enum: OUTCOMES, enumName: 'BulkOutcome', required: false })
  @IsOptional()
  @IsIn(OUTCOMES)
  state?: (typeof OUTCOMES)[number];
}

/** Why some devices would stay as they are. */
export class BulkReasonView {
  @ApiProperty({ enum: OUTCOMES, enumName: 'BulkOutcome' })
  state!: string;
  code!: string | null;
  detail!: string;
  devices!: number;
}

/** What an act would do now. */
export class BulkPreviewView {
  devices!: number;
  sites!: number;
  changing!: number;
  reasons!: BulkReasonView[];
}
