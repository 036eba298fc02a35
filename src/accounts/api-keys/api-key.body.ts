import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsISO8601, IsObject, IsOptional, IsString, Length, Matches, ValidateNested } from 'class-validator';
import type { Right } from '../roles/rights.js';
import { ScopeBody } from '../users/create-user.body.js';
import { RIGHTS_OF_KEYS } from './api-keys.js';

export class CreateApiKeyBody {
  @IsString()
  @Length(1, 80)
  name!: string;

  /** What the key may do, of what its owner may. */
  @ApiProperty({ enum: RIGHTS_OF_KEYS, enumName: 'ApiKeyRight', isArray: true })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(RIGHTS_OF_KEYS, { each: true })
  rights!: Right[];

  /** Where; by default everywhere its owner reaches. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ScopeBody)
  scope?: ScopeBody;

  /** Networks it may be used from, such as `203.0.113.0/24`; none means any. */
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @Matches(/^[0-9a-fA-F.:]{2,45}(\/\d{1,3})?$/, { each: true })
  networks?: string[] = [];

  /** Whether it may open devices. */
  @IsBoolean()
  mayLaunch?: boolean = false;

  /** At most 90 days from now; 90 days unless said. */
  @IsOptional()
  @IsISO8601({ strict: true })
  expiresAt?: string;
}
