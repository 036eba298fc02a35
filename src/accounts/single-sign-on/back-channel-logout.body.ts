import { IsString, Length } from 'class-validator';

/** Named as the standard names it. */
export class BackChannelLogoutBody {
  @IsString()
  @Length(1, 8_000)
  logout_token!: string;
}
