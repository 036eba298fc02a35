import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { OperatorEntity } from './operator.entity.js';
import { AuthController } from './sessions/auth.controller.js';
import { ChangePassword } from './sessions/change-password.js';
import { FailedLogins } from './sessions/failed-logins.js';
import { LogIn } from './sessions/log-in.js';
import { LoginBudget } from './sessions/login-budget.js';
import { OperatorSessionEntity } from './sessions/operator-session.entity.js';
import { OperatorSessions } from './sessions/operator-sessions.js';
import { warmUpPasswords } from './sessions/passwords.js';
import { ClaimInstallation } from './setup/claim-installation.js';
import { SetupController, WhileNobodyIsHere } from './setup/setup.controller.js';
import { ChangeUser } from './users/change-user.js';
import { CreateUser } from './users/create-user.js';
import { DeleteUser } from './users/delete-user.js';
import { UsersController } from './users/users.controller.js';

@Module({
  imports: [TypeOrmModule.forFeature([OperatorEntity, OperatorSessionEntity])],
  controllers: [AuthController, SetupController, UsersController],
  providers: [
    OperatorSessions, LoginBudget, FailedLogins, LogIn, ChangePassword, ClaimInstallation, WhileNobodyIsHere, CreateUser, ChangeUser, DeleteUser,
  ],
  exports: [OperatorSessions],
})
export class AccountsModule implements OnModuleInit {
  async onModuleInit(): Promise<void> {
    await warmUpPasswords();
  }
}
