import { ApiProperty } from '@nestjs/swagger';
import { ADMIN_FACTORS, type AdminFactor } from '../factors/factor-rules.js';

export class SecuritySettingsView {
  /** Which second factors count for those who administer. */
  @ApiProperty({ enum: ADMIN_FACTORS, enumName: 'AdminFactor' })
  adminFactor!: AdminFactor;
  /** Whether nobody gets in without a second factor: always, unless only this machine can reach the console. */
  secondFactorMandatory!: boolean;
  /** Whether passkeys work under the name by which the console is reached. */
  passkeys!: boolean;
  version!: number;
}
