import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsObject, IsOptional, IsString, IsUUID, Length } from 'class-validator';

/** One proof: an answer of `navigator.credentials.get` as JSON, a one-time code, or a recovery code. */
export class ProofBody {
  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  @IsOptional()
  @IsObject()
  passkey?: Record<string, unknown>;

  @IsOptional()
  @IsString()
  @Length(6, 12)
  otp?: string;

  @IsOptional()
  @IsString()
  @Length(16, 40)
  recoveryCode?: string;
}

export class StepUpOptionsBody {
  /** The mark of the act, as the refusal named it. */
  @IsString()
  @Length(43, 43)
  act!: string;
}

export class StepUpBody extends StepUpOptionsBody {
  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  @IsOptional()
  @IsObject()
  passkey?: Record<string, unknown>;

  @IsOptional()
  @IsString()
  @Length(6, 12)
  otp?: string;
}

export class PasskeyLoginBody {
  @IsUUID()
  challengeId!: string;

  @ApiProperty({ type: 'object', additionalProperties: true })
  @IsObject()
  passkey!: Record<string, unknown>;
}
