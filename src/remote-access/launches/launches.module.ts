import { Module } from '@nestjs/common';
import { EngineDoors } from './engine-doors.js';
import { LaunchesController } from './launches.controller.js';
import { RedeemController } from './redeem.controller.js';

@Module({ controllers: [LaunchesController, RedeemController], providers: [EngineDoors] })
export class LaunchesModule {}
