import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { trimmed } from '../../platform/http/index.js';

export class PackageEntryBody {
  @IsUUID()
  policyId!: string;

  /** Only for the devices of this group; null or absent: for all devices. */
  @IsOptional()
  @IsUUID()
  deviceGroupId?: string | null;
}

/** A whole package: the same for making and for replacing; the client of an existing one never changes. */
export class PackageBody {
  @trimmed
  @IsString()
  @Length(1, 120)
  name!: string;

  /** Null or absent: shared by all clients. */
  @IsOptional()
  @IsUUID()
  clientId?: string | null;

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  description?: string;

  /** Each policy once for all devices, and once per device group. */
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => PackageEntryBody)
  entries!: PackageEntryBody[];
}
