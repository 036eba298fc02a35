import { IsEmail, IsOptional, IsString, Length, MaxLength } from 'class-validator';

export class LoginBody {
  @IsEmail()
  @MaxLength(254)
  email!: string;

  @IsString()
  @Length(1, 256)
  password!: string;

  /** A one-time code, where a second factor is asked for. */
  @IsOptional()
  @IsString()
  @Length(6, 32)
  otp?: string;
}
