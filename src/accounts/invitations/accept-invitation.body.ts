import { IsString, Length, Matches } from 'class-validator';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../sessions/passwords.js';

export class AcceptInvitationBody {
  @Matches(/^[A-Za-z0-9_-]{43}$/)
  token!: string;

  @IsString()
  @Length(SHORTEST_PASSWORD, LONGEST_PASSWORD)
  password!: string;
}
