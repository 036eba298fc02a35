import { IsOptional, IsUUID } from 'class-validator';

export class UserAccessQuery {
  /** The device to explain. */
  @IsOptional()
  @IsUUID()
  deviceId?: string;
}
