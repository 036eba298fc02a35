import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Min } from 'class-validator';
import { ListQuery } from '../../platform/http/list.query.js';
import { ROLLOUT_OUTCOMES, ROLLOUT_STATES, type RolloutOutcome, type RolloutState } from './rollout.view.js';

export class RolloutQuery extends ListQuery {
  @ApiProperty({ enum: ROLLOUT_STATES, enumName: 'RolloutState', required: false })
  @IsOptional()
  @IsIn(ROLLOUT_STATES)
  state?: RolloutState;
}

export class RolloutDeviceQuery extends ListQuery {
  @ApiProperty({ enum: [...ROLLOUT_OUTCOMES, 'waiting', 'released'], required: false, description: '`waiting`: not released; `released`: under way.' })
  @IsOptional()
  @IsIn([...ROLLOUT_OUTCOMES, 'waiting', 'released'])
  outcome?: RolloutOutcome | 'waiting' | 'released';

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  wave?: number;
}
