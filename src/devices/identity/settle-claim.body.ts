import { IsBoolean } from 'class-validator';

export class SettleClaimBody {
  /** True: the new installation is this device. False: it is not, and is turned away. */
  @IsBoolean()
  accept!: boolean;
}
