import { IsOptional, IsUUID } from 'class-validator';

/** Without any of these, everything in scope. */
export class PolicyMapQuery {
  @IsOptional()
  @IsUUID()
  policyId?: string;

  @IsOptional()
  @IsUUID()
  packageId?: string;

  @IsOptional()
  @IsUUID()
  clientId?: string;

  @IsOptional()
  @IsUUID()
  siteId?: string;
}
