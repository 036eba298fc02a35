import { Transform } from 'class-transformer';
import { IsBoolean, IsObject, IsOptional, IsString, IsUUID, Length, MaxLength } from 'class-validator';
import { settingsProperty } from './policy.view.js';

export class CreatePolicyBody {
  @IsString()
  @MaxLength(60)
  category!: string;

  @IsString()
  @MaxLength(60)
  type!: string;

  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
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

  /** null means "not configured", like a missing key. */
  @settingsProperty
  @IsObject()
  settings!: Record<string, unknown>;
}
