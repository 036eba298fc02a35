import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { DeviceQuery } from '../devices/device.query.js';

export class DeploymentQuery extends DeviceQuery {
  @IsOptional()
  @IsUUID()
  deviceId?: string;

  /** Devices that this rollout reaches. */
  @IsOptional()
  @IsUUID()
  rolloutId?: string;

  @ApiProperty({ enum: ['present', 'absent'], required: false })
  @IsOptional()
  @IsIn(['present', 'absent'])
  desired?: 'present' | 'absent';
}
