import { Module, type OnModuleInit } from '@nestjs/common';
import { AccountsModule } from '../accounts/index.js';
import { GiveFeedback } from './catalogue/feedback.js';
import { StatusCatalogueController } from './catalogue/status-catalogue.controller.js';
import { StandingWarnings, UsesRegistry } from '../platform/http/index.js';
import { CausesController } from './causes/causes.controller.js';
import { RetryCause } from './causes/retry-cause.js';
import { DeploymentsController } from './deployments/deployments.controller.js';
import { ConsoleDevicesController } from './devices/console-devices.controller.js';
import { GiveUpRemoval } from './devices/give-up-removal.js';
import { PolicyOfTypeController } from './devices/policy-of-type.controller.js';
import { RetryDeployment } from './devices/retry-deployment.js';
import { ChangeStream } from './events/change-stream.js';
import { EventsController } from './events/events.controller.js';
import { IdentityDoubtsController } from './identity-doubts/identity-doubts.controller.js';
import { LaunchRecordsController } from './launches/launch-records.controller.js';
import { AskCertificate } from './offboarding/ask-certificate.js';
import { OffboardClient } from './offboarding/offboard-client.js';
import { OffboardingController } from './offboarding/offboarding.controller.js';
import { waitingRemovals } from './offboarding/read-offboarding.js';
import { ProviderInstancesController } from './provider-instances/provider-instances.controller.js';
import { readWarnings } from './system/read-warnings.js';
import { OperationsController } from './system/operations.controller.js';
import { TimeToLaunchableController } from './time-to-launchable/time-to-launchable.controller.js';
import { SystemController } from './system/system.controller.js';

/** Read models that join several nouns, and the stream of changes, for the console. */
@Module({
  imports: [AccountsModule],
  controllers: [
    ConsoleDevicesController,
    PolicyOfTypeController,
    DeploymentsController,
    CausesController,
    TimeToLaunchableController,
    IdentityDoubtsController,
    LaunchRecordsController,
    OffboardingController,
    StatusCatalogueController,
    ProviderInstancesController,
    SystemController,
    EventsController,
    OperationsController,
  ],
  providers: [RetryDeployment, RetryCause, GiveFeedback, GiveUpRemoval, OffboardClient, AskCertificate, ChangeStream],
})
export class ConsoleApiModule implements OnModuleInit {
  constructor(
    private readonly uses: UsesRegistry,
    private readonly warnings: StandingWarnings,
  ) {}

  onModuleInit(): void {
    this.warnings.register(readWarnings);
    this.uses.register('site', (tx, id) =>
      tx.query(`SELECT 'device' AS kind, id, name FROM device WHERE site_id = $1 ORDER BY name, id LIMIT 100`, [id]),
    );
    this.uses.register('client', waitingRemovals);
    this.uses.register('user', (tx, id) =>
      tx.query(
        `SELECT 'launch' AS kind, l.id, d.name FROM launch l JOIN device d ON d.id = l.device_id WHERE l.operator_id = $1 ORDER BY l.requested_at DESC LIMIT 100`,
        [id],
      ),
    );
  }
}
