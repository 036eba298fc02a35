import { ApiProperty } from '@nestjs/swagger';
import { GROUPINGS } from './time-to-launchable.query.js';

/** How long it took until devices could be logged in to, in seconds; time in which a device was offline is left out. */
export class LaunchableTimesView {
  /** The id of the site or instance, or the Monday of the week. */
  key!: string;
  /** In words. */
  name!: string;
  devices!: number;
  p50Seconds!: number;
  p95Seconds!: number;
  /** The median of each step, in seconds. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' } })
  stages!: Record<string, number>;
}

export class TimeToLaunchableView {
  @ApiProperty({ enum: GROUPINGS })
  groupBy!: string;
  @ApiProperty({ type: [LaunchableTimesView] })
  items!: LaunchableTimesView[];
  /** Over everything that is shown; null where nothing is. */
  @ApiProperty({ type: LaunchableTimesView, nullable: true })
  all!: LaunchableTimesView | null;
}
