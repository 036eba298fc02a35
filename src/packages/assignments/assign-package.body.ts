import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';

export class AssignPackageBody {
  @IsUUID()
  packageId!: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  siteIds!: string[];

  /** 100 where it is not said and the site does not have the package yet. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000)
  priority?: number;
}
