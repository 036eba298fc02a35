import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { ADMIN_FACTORS, type AdminFactor } from '../factors/factor-rules.js';

export class SecuritySettingsBody {
  @ApiProperty({ enum: ADMIN_FACTORS, enumName: 'AdminFactor' })
  @IsIn(ADMIN_FACTORS)
  adminFactor!: AdminFactor;
}
