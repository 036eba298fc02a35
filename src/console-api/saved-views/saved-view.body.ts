import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsString, IsUUID, Length, Matches, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { trimmed } from '../../platform/http/index.js';
import { DeviceFilter } from '../devices/device.query.js';

export const DENSITIES = ['compact', 'normal', 'roomy'] as const;
export type Density = (typeof DENSITIES)[number];

const MOST_COLUMNS = 40;

/** A column that is shown; where it stands in the list of them is where it is shown. */
export class ListColumnBody {
  @Matches(/^[a-zA-Z]{1,40}$/, { message: 'must be the name of a column' })
  id!: string;

  /** In pixels; as wide as the console thinks right unless said. */
  @IsOptional()
  @IsInt()
  @Min(40)
  @Max(1200)
  width?: number;
}

/** What a list of devices is narrowed by, and its order. */
export class ViewSearchBody extends DeviceFilter {
  @IsOptional()
  @IsString()
  @MaxLength(200)
  @Matches(/^-?[a-zA-Z]+(,-?[a-zA-Z]+)*$/, { message: 'must be column names separated by commas' })
  sort?: string;
}

export class ViewDefinitionBody {
  @ApiProperty({ type: ViewSearchBody })
  @Type(() => ViewSearchBody)
  @ValidateNested()
  search!: ViewSearchBody;

  /** As everybody who looks has them, unless said. */
  @ApiProperty({ type: [ListColumnBody], required: false })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_COLUMNS)
  @ArrayUnique(({ id }: ListColumnBody) => id)
  @Type(() => ListColumnBody)
  @ValidateNested({ each: true })
  columns?: ListColumnBody[];

  @ApiProperty({ enum: DENSITIES, enumName: 'Density', required: false })
  @IsOptional()
  @IsIn(DENSITIES)
  density?: Density;
}

/** A whole view: the same for keeping and for replacing. */
export class SavedViewBody {
  @trimmed
  @IsString()
  @Length(1, 80)
  name!: string;

  /** Offered to everybody; its name and its filter are what they say to whoever reads them. */
  @IsBoolean()
  shared!: boolean;

  @ApiProperty({ type: ViewDefinitionBody })
  @Type(() => ViewDefinitionBody)
  @ValidateNested()
  definition!: ViewDefinitionBody;
}

/** How one person likes his lists. */
export class ListSettingsBody {
  /** Null: as the console has them. */
  @ApiProperty({ type: [ListColumnBody], nullable: true })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_COLUMNS)
  @ArrayUnique(({ id }: ListColumnBody) => id)
  @Type(() => ListColumnBody)
  @ValidateNested({ each: true })
  columns!: ListColumnBody[] | null;

  @ApiProperty({ enum: DENSITIES, enumName: 'Density' })
  @IsIn(DENSITIES)
  density!: Density;

  /** Whether single letters do something; who speaks to his computer wants them off (WCAG 2.1.4). */
  @IsBoolean()
  singleKeys!: boolean;

  /** Opened with the list. */
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  @IsOptional()
  @IsUUID()
  defaultViewId!: string | null;
}
