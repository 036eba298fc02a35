import { IsEmail, IsString, Length, MaxLength } from 'class-validator';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../sessions/passwords.js';

export class SetupBody {
  /** As the server printed it at its start. */
  @IsString()
  @Length(1, 100)
  claimCode!: string;

  @IsEmail()
  @MaxLength(254)
  email!: string;

  @IsString()
  @Length(1, 120)
  name!: string;

  @IsString()
  @Length(SHORTEST_PASSWORD, LONGEST_PASSWORD)
  password!: string;
}
