import { IsString, Length } from 'class-validator';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from './passwords.js';

export class ChangePasswordBody {
  @IsString()
  @Length(1, LONGEST_PASSWORD)
  currentPassword!: string;

  @IsString()
  @Length(SHORTEST_PASSWORD, LONGEST_PASSWORD)
  newPassword!: string;
}
