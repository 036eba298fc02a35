import { Transform } from 'class-transformer';
import { IsOptional, IsString, IsUUID, Length, MaxLength } from 'class-validator';

/** A whole device group: the same for making and for replacing; the client of an existing one never changes. */
export class DeviceGroupBody {
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @IsString()
  @Length(1, 120)
  name!: string;

  /** Null or absent: shared by all clients. Otherwise only devices of this client belong to the group. */
  @IsOptional()
  @IsUUID()
  clientId?: string | null;

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  description?: string;

  /** Such as `os:windows type:server -tag:vip`. */
  @IsString()
  filter!: string;
}

/** A filter to be tried out. */
export class PreviewGroupBody {
  @IsString()
  filter!: string;

  /** Only devices of this client. */
  @IsOptional()
  @IsUUID()
  clientId?: string | null;
}
