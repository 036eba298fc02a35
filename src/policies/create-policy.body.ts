import { IsBoolean, IsObject, IsOptional, IsString, IsUUID, Length, MaxLength } from 'class-validator';
import { trimmed } from '../platform/http/index.js';
import { wantedSettingsProperty } from './policy.view.js';

export class CreatePolicyBody {
  @IsString()
  @MaxLength(60)
  category!: string;

  @IsString()
  @MaxLength(60)
  type!: string;

  @trimmed
  @IsString()
  @Length(1, 120)
  name!: string;

  /** Null or absent: shared by all clients. */
  @IsOptional()
  @IsUUID()
  clientId?: string | null;

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  description?: string;

  @IsBoolean()
  enabled?: boolean = true;

  @wantedSettingsProperty
  @IsObject()
  settings!: Record<string, unknown>;
}
