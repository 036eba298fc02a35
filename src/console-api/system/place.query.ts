import { IsOptional, IsUUID } from 'class-validator';

/** One client or one site of those in scope, to look at nothing else. */
export class PlaceQuery {
  @IsOptional()
  @IsUUID()
  clientId?: string;

  @IsOptional()
  @IsUUID()
  siteId?: string;
}
