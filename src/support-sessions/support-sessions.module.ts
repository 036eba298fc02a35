import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/index.js';
import { DevicesModule } from '../devices/index.js';
import { ActOnFrame } from './guests/act-on-frame.js';
import { GuestControl } from './guests/guest-control.js';
import { SupportGuestsController } from './guests/support-guests.controller.js';
import { AskForHelp } from './help-widgets/ask-for-help.js';
import { HelpRequestsController } from './help-widgets/help-requests.controller.js';
import { HelpWidgetsController } from './help-widgets/help-widgets.controller.js';
import { HelpWidgets } from './help-widgets/help-widgets.js';
import { GuestClients } from './joining/guest-clients.js';
import { GuestController } from './joining/guest.controller.js';
import { JoinBudget } from './joining/join-budget.js';
import { JoinSession } from './joining/join-session.js';
import { ReportSession } from './joining/report-session.js';
import { ScreenRelay } from './relay/screen-relay.js';
import { CreateSession } from './sessions/create-session.js';
import { SupportSessionsController } from './sessions/support-sessions.controller.js';
import { KillSwitch } from './settings/kill-switch.js';
import { SupportSettingsController } from './settings/support-settings.controller.js';
import { ChangeSupportSettings } from './settings/support-settings.js';
import { SignalStreams } from './signals/signal-streams.js';
import { SupportSweep } from './support-sweep.js';

@Module({
  imports: [AccountsModule, DevicesModule],
  // What is named comes before what is looked up by id.
  controllers: [SupportSettingsController, SupportSessionsController, SupportGuestsController, GuestController, HelpWidgetsController, HelpRequestsController],
  providers: [
    CreateSession, ChangeSupportSettings, KillSwitch, JoinBudget, JoinSession, ReportSession, GuestClients, ActOnFrame, GuestControl, ScreenRelay, SignalStreams,
    HelpWidgets, AskForHelp, SupportSweep,
  ],
})
export class SupportSessionsModule {}
