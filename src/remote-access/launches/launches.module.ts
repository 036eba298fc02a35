import { Module } from '@nestjs/common';
import { AccountsModule } from '../../accounts/index.js';
import { EngineDoors } from './engine-doors.js';
import { LaunchPermissionsController } from './launch-permissions.controller.js';
import { LaunchPermissions } from './launch-permissions.js';
import { LaunchesController } from './launches.controller.js';
import { RedeemController } from './redeem.controller.js';

@Module({ imports: [AccountsModule], controllers: [LaunchesController, LaunchPermissionsController, RedeemController], providers: [EngineDoors, LaunchPermissions] })
export class LaunchesModule {}
