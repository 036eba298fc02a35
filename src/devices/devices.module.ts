import { Module } from '@nestjs/common';
import { AgentBuilds } from './agent-builds/agent-builds.js';
import { AgentBuildsController } from './agent-builds/agent-builds.controller.js';
import { InstallCommandController } from './agent-builds/install-command.controller.js';
import { ChangeDevice } from './change-device.js';
import { DevicesController } from './devices.controller.js';
import { CreateEnrolmentToken } from './enrolment/create-enrolment-token.js';
import { EnrolController } from './enrolment/enrol.controller.js';
import { EnrolDevice } from './enrolment/enrol-device.js';
import { EnrolmentTokensController } from './enrolment/enrolment-tokens.controller.js';
import { RevokeEnrolmentToken } from './enrolment/revoke-enrolment-token.js';
import { SettleIdentity } from './identity/settle-identity.js';
import { RetireDevice } from './retire-device.js';

@Module({
  controllers: [EnrolmentTokensController, EnrolController, InstallCommandController, AgentBuildsController, DevicesController],
  providers: [AgentBuilds, CreateEnrolmentToken, RevokeEnrolmentToken, EnrolDevice, ChangeDevice, RetireDevice, SettleIdentity],
  exports: [AgentBuilds],
})
export class DevicesModule {}
