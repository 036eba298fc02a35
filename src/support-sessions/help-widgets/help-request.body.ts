import { IsEmail, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { trimmed } from '../../platform/http/index.js';

export class HelpRequestBody {
  @Matches(/^pk_[A-Za-z0-9_-]{20}$/)
  key!: string;

  @trimmed
  @IsString()
  @MinLength(1)
  @MaxLength(80)
  name!: string;

  @trimmed
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  issue!: string;

  @IsOptional()
  @IsEmail()
  @MaxLength(254)
  email?: string;
}
