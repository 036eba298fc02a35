import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsObject, IsOptional, IsString, IsUrl, Length, ValidateNested } from 'class-validator';
import { type Role, ROLES } from '../roles/rights.js';
import { ScopeBody } from '../users/create-user.body.js';

export class GroupMappingBody {
  @IsString()
  @Length(1, 200)
  group!: string;

  @ApiProperty({ enum: ROLES, enumName: 'Role' })
  @IsIn(ROLES)
  role!: Role;

  @IsBoolean()
  allowRemoteControl?: boolean = false;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ScopeBody)
  scope?: ScopeBody;
}

export class IdentityProviderBody {
  /** What the button says: *Sign in with …* */
  @IsString()
  @Length(1, 60)
  name!: string;

  /** Its issuer identifier; what it publishes about itself is read from there. */
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['https', 'http'] })
  @Length(8, 400)
  issuer!: string;

  @IsString()
  @Length(1, 400)
  clientId!: string;

  /** Never answered; left out, it stays as it is. */
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  clientSecret?: string;

  @IsString()
  @Length(1, 100)
  groupsClaim?: string = 'groups';

  /** The first that fits a person decides; who fits none gets no role. */
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => GroupMappingBody)
  mappings!: GroupMappingBody[];

  @IsBoolean()
  enabled?: boolean = true;
}
