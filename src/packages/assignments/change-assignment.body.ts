import { IsInt, Max, Min } from 'class-validator';

export class ChangeAssignmentBody {
  @IsInt()
  @Min(0)
  @Max(10_000)
  priority!: number;
}
