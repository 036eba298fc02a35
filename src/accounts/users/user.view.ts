import { FACTOR_KINDS, type FactorKind } from '../factors/factor.js';
import { ApiProperty } from '@nestjs/swagger';
import { pageOf } from '../../platform/http/page.view.js';
import { ROLES, type Role } from '../roles/rights.js';

/** Which sites somebody may see and act on. */
export class ScopeView {
  /** Everything, also in future. */
  all!: boolean;
  /** With every present and future site. */
  clientIds!: string[];
  siteIds!: string[];
}

export class UserView {
  id!: string;
  email!: string;
  name!: string;
  @ApiProperty({ enum: ROLES, enumName: 'Role' })
  role!: Role;
  /** *Allow Remote Control Access*: without it no role may Log In to a device. */
  allowRemoteControl!: boolean;
  scope!: ScopeView;
  disabled!: boolean;
  /** False where the account has no password to sign in with. */
  hasPassword!: boolean;
  /** Kinds of second factors that are enrolled. */
  @ApiProperty({ enum: FACTOR_KINDS, enumName: 'FactorKind', isArray: true })
  factors!: FactorKind[];
  /** Whether the identity provider decides who this is and what he may do. */
  singleSignOn!: boolean;
  lastSignInAt!: Date | null;
  createdAt!: Date;
  updatedAt!: Date;
  version!: number;
}

export class UserPage extends pageOf(UserView) {}
