import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsEmail,
  IsIn,
  IsObject,
  IsString,
  Length,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { ROLES, type Role } from '../roles/rights.js';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../sessions/passwords.js';
import { ScopeBody } from './create-user.body.js';

/** Present fields are validated, absent ones stay as they are; null is not a value of any of them. */
const given = ValidateIf((_, value) => value !== undefined);

export class ChangeUserBody {
  @given
  @IsEmail()
  @MaxLength(254)
  email?: string;

  @given
  @IsString()
  @Length(1, 120)
  name?: string;

  /** `primary-super-admin`, given by the Primary Super Admin, hands the ownership over. */
  @ApiProperty({ enum: ROLES, enumName: 'Role', required: false })
  @given
  @IsIn(ROLES)
  role?: Role;

  @given
  @IsBoolean()
  allowRemoteControl?: boolean;

  @given
  @IsObject()
  @ValidateNested()
  @Type(() => ScopeBody)
  scope?: ScopeBody;

  @given
  @IsBoolean()
  disabled?: boolean;

  @given
  @IsString()
  @Length(SHORTEST_PASSWORD, LONGEST_PASSWORD)
  password?: string;
}
