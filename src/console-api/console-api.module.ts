import { Module, type OnModuleInit } from '@nestjs/common';
import { AccountsModule } from '../accounts/index.js';
import { AccessReportsController } from './access-reports/access-reports.controller.js';
import { AttentionController } from './attention/attention.controller.js';
import { GiveFeedback } from './catalogue/feedback.js';
import { StatusCatalogueController } from './catalogue/status-catalogue.controller.js';
import { StandingWarnings, UsesRegistry } from '../platform/http/index.js';
import { BulkJobRunner } from './bulk-jobs/bulk-job-runner.js';
import { BulkJobsController } from './bulk-jobs/bulk-jobs.controller.js';
import { CancelBulkJob } from './bulk-jobs/cancel-bulk-job.js';
import { StartBulkJob } from './bulk-jobs/start-bulk-job.js';
import { UndoBulkJob } from './bulk-jobs/undo-bulk-job.js';
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
import { PolicyMapController } from './policy-map/policy-map.controller.js';
import { ChangeHintAddress } from './provider-instances/change-hint-address.js';
import { ChangeProviderInstance } from './provider-instances/change-provider-instance.js';
import { CreateProviderInstance } from './provider-instances/create-provider-instance.js';
import { DeleteProviderInstance } from './provider-instances/delete-provider-instance.js';
import { LaunchAdministration } from './provider-instances/launch-administration.js';
import { ProviderAdministrationController } from './provider-instances/provider-administration.controller.js';
import { ProviderConnectionsController } from './provider-instances/provider-connections.controller.js';
import { ProviderInstancesController } from './provider-instances/provider-instances.controller.js';
import { ProviderKindsController } from './provider-instances/provider-kinds.controller.js';
import { ChangeProviderSettings } from './provider-instances/provider-settings.js';
import { TestInstance } from './provider-instances/test-instance.js';
import { TryConnection } from './provider-instances/try-connection.js';
import { usesOfInstance } from './provider-instances/uses-of-instance.js';
import { KeepViews } from './saved-views/keep-views.js';
import { ReplaceListSettings } from './saved-views/list-settings.js';
import { SavedViewsController } from './saved-views/saved-views.controller.js';
import { SettleStrangers } from './strangers/settle-strangers.js';
import { StrangersController } from './strangers/strangers.controller.js';
import { SupportDetails } from './support-details/support-details.js';
import { readWarnings } from './system/read-warnings.js';
import { OperationsController } from './system/operations.controller.js';
import { UserAccessController } from './user-access/user-access.controller.js';
import { TimeToLaunchableController } from './time-to-launchable/time-to-launchable.controller.js';
import { SystemController } from './system/system.controller.js';

/** Read models that join several nouns, and the stream of changes, for the console. */
@Module({
  imports: [AccountsModule],
  controllers: [
    ConsoleDevicesController,
    BulkJobsController,
    SavedViewsController,
    PolicyOfTypeController,
    PolicyMapController,
    DeploymentsController,
    CausesController,
    TimeToLaunchableController,
    AccessReportsController,
    UserAccessController,
    AttentionController,
    IdentityDoubtsController,
    StrangersController,
    LaunchRecordsController,
    OffboardingController,
    StatusCatalogueController,
    ProviderInstancesController,
    ProviderAdministrationController,
    ProviderConnectionsController,
    ProviderKindsController,
    SystemController,
    EventsController,
    OperationsController,
  ],
  providers: [RetryDeployment, RetryCause, GiveFeedback, GiveUpRemoval, OffboardClient, AskCertificate, SettleStrangers, SupportDetails,
    CreateProviderInstance, ChangeProviderInstance, DeleteProviderInstance, TryConnection, ChangeHintAddress, ChangeProviderSettings, LaunchAdministration, TestInstance, ChangeStream,
    StartBulkJob, UndoBulkJob, CancelBulkJob, BulkJobRunner, KeepViews, ReplaceListSettings],
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
    this.uses.register('provider-instance', usesOfInstance);
    this.uses.register('user', (tx, id) =>
      tx.query(
        `SELECT 'launch' AS kind, l.id, d.name FROM launch l JOIN device d ON d.id = l.device_id WHERE l.operator_id = $1 ORDER BY l.requested_at DESC LIMIT 100`,
        [id],
      ),
    );
  }
}
