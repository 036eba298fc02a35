import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { ROLES, type Role } from '../roles/rights.js';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../sessions/passwords.js';

export class ScopeBody {
  @IsBoolean()
  all?: boolean = false;

  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(1000)
  @IsUUID('all', { each: true })
  clientIds?: string[] = [];

  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(1000)
  @IsUUID('all', { each: true })
  siteIds?: string[] = [];
}

/** What an account may do, and where. */
export class AuthorityBody {
  @ApiProperty({ enum: ROLES, enumName: 'Role' })
  @IsIn(ROLES)
  role!: Role;

  /** *Allow Remote Control Access*; off unless said. */
  @IsBoolean()
  allowRemoteControl?: boolean = false;

  /** Nothing unless said; Super Admins always reach everything. */
  @ValidateIf((_, value) => value !== undefined)
  @IsObject()
  @ValidateNested()
  @Type(() => ScopeBody)
  scope?: ScopeBody;
}

export class CreateUserBody extends AuthorityBody {
  @IsEmail()
  @MaxLength(254)
  email!: string;

  @IsString()
  @Length(1, 120)
  name!: string;

  @IsBoolean()
  disabled?: boolean = false;

  /** The first password, told to the user by other means; without one the account cannot sign in by password. */
  @IsOptional()
  @IsString()
  @Length(SHORTEST_PASSWORD, LONGEST_PASSWORD)
  password?: string;
}
