import { Module, type OnModuleInit } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsKey } from './accounts-key.js';
import { AccountsKeyRotation } from './accounts-key-rotation.js';
import { ApiKeysController } from './api-keys/api-keys.controller.js';
import { ApiKeys } from './api-keys/api-keys.js';
import { ChangeApiKeys } from './api-keys/change-api-keys.js';
import { BreakGlassController } from './break-glass/break-glass.controller.js';
import { BreakGlass } from './break-glass/break-glass.js';
import { Challenges } from './factors/challenges.js';
import { EnrolFactor } from './factors/enrol-factor.js';
import { FactorProof } from './factors/factor-proof.js';
import { FactorRules } from './factors/factor-rules.js';
import { FactorsController } from './factors/factors.controller.js';
import { Passkeys } from './factors/passkeys.js';
import { RemoveFactor } from './factors/remove-factor.js';
import { InvitationsController } from './invitations/invitations.controller.js';
import { Invitations } from './invitations/invitations.js';
import { OperatorEntity } from './operator.entity.js';
import { SecuritySettingsController } from './security/security-settings.controller.js';
import { SecuritySettings } from './security/security-settings.js';
import { AuthController } from './sessions/auth.controller.js';
import { ChangePassword } from './sessions/change-password.js';
import { FailedLogins } from './sessions/failed-logins.js';
import { LogIn } from './sessions/log-in.js';
import { LoginBudget } from './sessions/login-budget.js';
import { LoginStages } from './sessions/login-stages.js';
import { OperatorSessionEntity } from './sessions/operator-session.entity.js';
import { KnownSessions } from './sessions/known-sessions.js';
import { OperatorSessions } from './sessions/operator-sessions.js';
import { OwnSessionsController } from './sessions/own-sessions.controller.js';
import { warmUpPasswords } from './sessions/passwords.js';
import { SecondStepController } from './sessions/second-step.controller.js';
import { ClaimInstallation } from './setup/claim-installation.js';
import { SetupController, WhileNobodyIsHere } from './setup/setup.controller.js';
import { BackChannelLogout } from './single-sign-on/back-channel-logout.js';
import { ChangeIdentityProvider } from './single-sign-on/change-identity-provider.js';
import { IdentityChecks } from './single-sign-on/identity-checks.js';
import { IdentityProviders } from './single-sign-on/identity-provider.js';
import { RelyingParty } from './single-sign-on/relying-party.js';
import { SignOn } from './single-sign-on/sign-on.js';
import { IdentityProviderController, SingleSignOnController } from './single-sign-on/single-sign-on.controller.js';
import { Acts } from './step-up/acts.js';
import { StepUpController } from './step-up/step-up.controller.js';
import { StepUpInterceptor } from './step-up/step-up.js';
import { StepUps } from './step-up/step-ups.js';
import { ChangeUser } from './users/change-user.js';
import { CreateUser } from './users/create-user.js';
import { DeleteUser } from './users/delete-user.js';
import { UsersController } from './users/users.controller.js';

@Module({
  imports: [TypeOrmModule.forFeature([OperatorEntity, OperatorSessionEntity])],
  controllers: [
    AuthController, SecondStepController, OwnSessionsController, FactorsController, StepUpController, SetupController, UsersController, InvitationsController,
    ApiKeysController, SecuritySettingsController, SingleSignOnController, IdentityProviderController, BreakGlassController,
  ],
  providers: [
    AccountsKey, AccountsKeyRotation, Acts, KnownSessions, OperatorSessions, LoginBudget, FailedLogins, LoginStages, LogIn, ChangePassword, ClaimInstallation, WhileNobodyIsHere,
    FactorRules, Challenges, Passkeys, FactorProof, EnrolFactor, RemoveFactor, StepUps, CreateUser, ChangeUser, DeleteUser, Invitations,
    ApiKeys, ChangeApiKeys, SecuritySettings, IdentityProviders, RelyingParty, SignOn, IdentityChecks, BackChannelLogout, ChangeIdentityProvider, BreakGlass,
    { provide: APP_INTERCEPTOR, useClass: StepUpInterceptor },
  ],
  exports: [OperatorSessions, FactorRules, ApiKeys, Acts, StepUps, Invitations],
})
export class AccountsModule implements OnModuleInit {
  async onModuleInit(): Promise<void> {
    await warmUpPasswords();
  }
}
