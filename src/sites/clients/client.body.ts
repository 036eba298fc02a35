import { IsString, Length } from 'class-validator';
import { trimmed } from '../../platform/http/index.js';

export class ClientBody {
  @trimmed
  @IsString()
  @Length(1, 120)
  name!: string;
}
