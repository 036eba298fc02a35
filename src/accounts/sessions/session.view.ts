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
