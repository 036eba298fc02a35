import { ApiProperty } from '@nestjs/swagger';
import { type Role, ROLES } from '../roles/rights.js';
import { ScopeView } from '../users/user.view.js';

export class GroupMappingView {
  group!: string;
  @ApiProperty({ enum: ROLES, enumName: 'Role' })
  role!: Role;
  allowRemoteControl!: boolean;
  scope!: ScopeView;
}

export class IdentityProviderView {
  name!: string;
  issuer!: string;
  clientId!: string;
  groupsClaim!: string;
  mappings!: GroupMappingView[];
  enabled!: boolean;
  /** What the provider has to be told to send people back to. */
  redirectUri!: string;
  version!: number;
}
