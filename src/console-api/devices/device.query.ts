import { ApiProperty, OmitType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { DEVICE_TYPES, type DeviceType, OPERATING_SYSTEMS, type OperatingSystem } from '../../../contracts/agent-protocol.js';
import { ListQuery } from '../../platform/http/list.query.js';

/** Filters that devices and deployments share. */
export class DeviceQuery extends ListQuery {
  @IsOptional()
  @IsUUID()
  clientId?: string;

  @IsOptional()
  @IsUUID()
  siteId?: string;

  /** One or more phases, separated by commas. */
  @IsOptional()
  @Matches(/^[A-Z_]+(,[A-Z_]+)*$/, { message: 'must be phase codes separated by commas' })
  @MaxLength(400)
  phase?: string;

  /** One or more codes of the status catalogue, separated by commas. */
  @IsOptional()
  @Matches(/^[A-Z0-9-]+(,[A-Z0-9-]+)*$/, { message: 'must be error codes separated by commas' })
  @MaxLength(400)
  errorCode?: string;

  @ApiProperty({ enum: OPERATING_SYSTEMS, enumName: 'OperatingSystem', required: false })
  @IsOptional()
  @IsIn(OPERATING_SYSTEMS)
  os?: OperatingSystem;

  @ApiProperty({ enum: DEVICE_TYPES, enumName: 'DeviceType', required: false })
  @IsOptional()
  @IsIn(DEVICE_TYPES)
  deviceType?: DeviceType;

  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  online?: boolean;

  @IsOptional()
  @IsString()
  @MaxLength(100)
  tag?: string;

  /** Only devices of sites that have this package. */
  @IsOptional()
  @IsUUID()
  packageId?: string;

  /** Only these, up to a hundred, separated by commas: what a list shows already and wants to read anew. */
  @IsOptional()
  @Matches(/^[0-9a-f-]{36}(,[0-9a-f-]{36}){0,99}$/, { message: 'must be at most 100 ids separated by commas' })
  ids?: string;

  /** Only devices that this policy reaches. */
  @IsOptional()
  @IsUUID()
  policyId?: string;
}

/** What narrows a list of devices, without its order and its page. */
export class DeviceFilter extends OmitType(DeviceQuery, ['limit', 'cursor', 'sort', 'ids'] as const) {}
