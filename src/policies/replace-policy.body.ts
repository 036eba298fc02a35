import { IsBoolean, IsObject, IsOptional, IsString, IsUUID, Length, MaxLength } from 'class-validator';
import { trimmed } from '../platform/http/index.js';
import { wantedSettingsProperty } from './policy.view.js';

/** The whole policy; category, type and client may be repeated but never change. */
export class ReplacePolicyBody {
  @IsOptional()
  @IsString()
  @MaxLength(60)
  category?: string;

  @IsOptional()
  @IsString()
  @MaxLength(60)
  type?: string;

  @trimmed
  @IsString()
  @Length(1, 120)
  name!: string;

  @IsOptional()
  @IsUUID()
  clientId?: string | null;

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  description?: string;

  @IsBoolean()
  enabled!: boolean;

  @wantedSettingsProperty
  @IsObject()
  settings!: Record<string, unknown>;
}
