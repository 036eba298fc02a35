import { ApiProperty } from '@nestjs/swagger';
import { MaintenanceWindow } from '../maintenance-window.js';

/** How large changes are rolled out unless somebody says otherwise. */
export class RolloutDefaultsView {
  waves!: string[];
  soakSeconds!: number;
  ratePerMinute!: number | null;
  @ApiProperty({ type: MaintenanceWindow, nullable: true })
  window!: MaintenanceWindow | null;
  needsSecondPerson!: boolean;
  version!: number;
}
