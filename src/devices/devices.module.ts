import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { UsesRegistry } from '../platform/http/index.js';
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
import { CreateDeviceGroup } from './groups/create-device-group.js';
import { DeleteDeviceGroup } from './groups/delete-device-group.js';
import { DeviceGroupEntity } from './groups/device-group.entity.js';
import { DeviceGroupsController } from './groups/device-groups.controller.js';
import { ReplaceDeviceGroup } from './groups/replace-device-group.js';
import { SettleIdentity } from './identity/settle-identity.js';
import { RetireDevice } from './retire-device.js';

@Module({
  imports: [TypeOrmModule.forFeature([DeviceGroupEntity])],
  controllers: [
    EnrolmentTokensController, EnrolController, InstallCommandController, AgentBuildsController, DevicesController, DeviceGroupsController,
  ],
  providers: [
    AgentBuilds, CreateEnrolmentToken, RevokeEnrolmentToken, EnrolDevice, ChangeDevice, RetireDevice, SettleIdentity,
    CreateDeviceGroup, ReplaceDeviceGroup, DeleteDeviceGroup,
  ],
  exports: [AgentBuilds, CreateEnrolmentToken],
})
export class DevicesModule implements OnModuleInit {
  constructor(private readonly uses: UsesRegistry) {}

  onModuleInit(): void {
    this.uses.register('client', (tx, id) =>
      tx.query(`SELECT 'device group' AS kind, id, name FROM device_group WHERE client_id = $1 ORDER BY name, id LIMIT 100`, [id]),
    );
  }
}
