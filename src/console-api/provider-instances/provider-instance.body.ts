import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsObject, IsOptional, IsString, IsUUID, Length, MaxLength, ValidateIf } from 'class-validator';
import { trimmed } from '../../platform/http/index.js';
import { LONGEST_REGION, NamedPlaceBody } from './named-place.body.js';

const connectionProperty = (description: string) => ApiProperty({ type: 'object', additionalProperties: { type: 'string', nullable: true }, description });

export class CreateProviderInstanceBody {
  @IsString()
  @MaxLength(60)
  kind!: string;

  @trimmed
  @IsString()
  @Length(1, 100)
  name!: string;

  @IsOptional()
  @trimmed
  @IsString()
  @Length(1, LONGEST_REGION)
  region?: string | null;

  @connectionProperty('By the fields of its kind. Secrets are taken in and never given out.')
  @IsObject()
  connection!: Record<string, unknown>;
}

/** What is to be different. */
export class ChangeProviderInstanceBody extends NamedPlaceBody {
  /** False: Latchkey does not speak to it any more; what is deployed stays where it is. */
  @ValidateIf((_, enabled) => enabled !== undefined)
  @IsBoolean()
  enabled?: boolean;

  @ValidateIf((_, connection) => connection !== undefined)
  @connectionProperty('Fields that are to be different; null empties one. A secret that is left out stays, unless another server would be sent it.')
  @IsObject()
  connection?: Record<string, unknown>;
}

export class TryConnectionBody {
  @IsString()
  @MaxLength(60)
  kind!: string;

  @connectionProperty('By the fields of its kind.')
  @IsObject()
  connection!: Record<string, unknown>;

  /** Whose stored fields and secrets stand in for those that are left out. */
  @IsOptional()
  @IsUUID()
  providerInstanceId?: string | null;
}
