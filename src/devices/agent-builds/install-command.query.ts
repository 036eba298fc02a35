import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsUUID } from 'class-validator';
import { OPERATING_SYSTEMS, type OperatingSystem } from '../../../contracts/agent-protocol.js';

export class InstallCommandQuery {
  @IsUUID()
  siteId!: string;

  @ApiProperty({ enum: OPERATING_SYSTEMS, enumName: 'OperatingSystem' })
  @IsIn(OPERATING_SYSTEMS)
  os!: OperatingSystem;
}
