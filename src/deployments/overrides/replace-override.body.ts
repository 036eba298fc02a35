import { Transform } from 'class-transformer';
import { IsObject, IsOptional, IsRFC3339, IsString, Length } from 'class-validator';
import { settingsProperty } from '../../policies/index.js';

export class ReplaceOverrideBody {
  /** Sparse: null or absent leaves it to the policies. */
  @settingsProperty
  @IsObject()
  settings!: Record<string, unknown>;

  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @IsString()
  @Length(1, 500)
  reason!: string;

  /** Ends by itself then; needed, and at most 30 days ahead, where a security setting is loosened. */
  @IsOptional()
  @IsRFC3339()
  expiresAt?: string | null;
}
