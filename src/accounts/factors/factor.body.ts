import { ApiProperty } from '@nestjs/swagger';
import { IsObject, IsOptional, IsString, Length } from 'class-validator';

class EnrolmentBody {
  /** What its owner calls it. */
  @IsString()
  @Length(1, 80)
  name!: string;

  /** Needed for the first factor of an account that is signed in without any. */
  @IsOptional()
  @IsString()
  @Length(1, 256)
  currentPassword?: string;
}

export class EnrolPasskeyBody extends EnrolmentBody {
  /** The answer of `navigator.credentials.create` as JSON. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  @IsObject()
  passkey!: Record<string, unknown>;
}

export class EnrolOneTimeCodesBody extends EnrolmentBody {
  @IsString()
  @Length(6, 12)
  otp!: string;
}
