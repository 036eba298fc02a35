import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/index.js';
import { StatusCatalogueController } from './catalogue/status-catalogue.controller.js';
import { DeploymentsController } from './deployments/deployments.controller.js';
import { ConsoleDevicesController } from './devices/console-devices.controller.js';
import { RetryDeployment } from './devices/retry-deployment.js';
import { ChangeStream } from './events/change-stream.js';
import { EventsController } from './events/events.controller.js';
import { LaunchRecordsController } from './launches/launch-records.controller.js';
import { ProviderInstancesController } from './provider-instances/provider-instances.controller.js';
import { OperationsController } from './system/operations.controller.js';
import { SystemController } from './system/system.controller.js';

/** Read models that join several nouns, and the stream of changes, for the console. */
@Module({
  imports: [AccountsModule],
  controllers: [
    ConsoleDevicesController, DeploymentsController, LaunchRecordsController, StatusCatalogueController, ProviderInstancesController, SystemController,
    EventsController, OperationsController,
  ],
  providers: [RetryDeployment, ChangeStream],
})
export class ConsoleApiModule {}
