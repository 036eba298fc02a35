import { RIGHTS, type Right, ROLES, type Role } from '../roles/rights.js';
import { ApiProperty } from '@nestjs/swagger';
import { ScopeView } from '../users/user.view.js';

/** How far a login has come. */
export class LoginView {
  @ApiProperty({ enum: ['complete', 'factorRequired', 'enrolmentRequired'] })
  state!: 'complete' | 'factorRequired' | 'enrolmentRequired';

  /** Ways to go on, where the login is not complete. */
  methods?: string[];
}

/** How the console can be opened here, for the page on which one signs in. */
export class LoginWaysView extends LoginView {
  /** Whether passkeys work under the name by which this console is reached. */
  passkeys!: boolean;
  /** What the identity provider is called; null where there is none. */
  singleSignOn!: string | null;
}

/** A session of an account. */
export class SessionView {
  id!: string;
  createdAt!: Date;
  lastUsedAt!: Date;
  expiresAt!: Date;
  ip!: string | null;
  userAgent!: string | null;
  @ApiProperty({ enum: ['passkey', 'totp', 'recovery-code', 'single-sign-on'], nullable: true, type: String })
  provenBy!: string | null;
  /** Whether it is that of the caller. */
  isThis!: boolean;
}

export class SessionsView {
  items!: SessionView[];
}

export class SecondFactorView {
  enrolled!: boolean;
  /** Whether nobody gets in without one. */
  mandatory!: boolean;
}

/** The caller and what he may do. */
export class MeView {
  id!: string;
  email!: string;
  name!: string;
  @ApiProperty({ enum: ROLES, enumName: 'Role' })
  role!: Role;
  @ApiProperty({ enum: RIGHTS, enumName: 'Right', isArray: true })
  rights!: Right[];
  /** *Allow Remote Control Access*. */
  allowRemoteControl!: boolean;
  scope!: ScopeView;
  secondFactor!: SecondFactorView;
  installation!: InstallationView;
  /** What every page has to say, for as long as it is so. */
  warnings!: WarningView[];
}

/** Something that everybody who works here has to know. */
export class WarningView {
  /** Of the status catalogue. */
  code!: string;
  title!: string;
  detail!: string;
}

export class InstallationView {
  name!: string;
  /** IANA zone that new sites get by default. */
  defaultTimeZone!: string;
}
