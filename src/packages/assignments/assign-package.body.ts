import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsInt, IsUUID, Max, Min } from 'class-validator';

export class AssignPackageBody {
  @IsUUID()
  packageId!: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  siteIds!: string[];

  @IsInt()
  @Min(0)
  @Max(10_000)
  priority?: number = 100;
}
