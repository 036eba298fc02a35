import { Module, type OnModuleInit } from '@nestjs/common';
import { AccountsModule } from '../accounts/index.js';
import { UsesRegistry } from '../platform/http/index.js';
import { NotificationsController } from './inbox/notifications.controller.js';
import { InvitationMailsController } from './invitations/invitation-mails.controller.js';
import { SendInvitation } from './invitations/send-invitation.js';
import { MailSettingsController } from './mail-settings/mail-settings.controller.js';
import { ReplaceMailSettings } from './mail-settings/replace-mail-settings.js';
import { TestMail } from './mail-settings/test-mail.js';
import { ChangeRule } from './rules/change-rule.js';
import { CreateRule } from './rules/create-rule.js';
import { DeleteRule } from './rules/delete-rule.js';
import { NotificationRulesController } from './rules/notification-rules.controller.js';
import { rulesOfWebhook } from './rules/read-rules.js';
import { ChangeWebhook } from './webhooks/change-webhook.js';
import { CreateWebhook } from './webhooks/create-webhook.js';
import { DeleteWebhook } from './webhooks/delete-webhook.js';
import { RotateSecret } from './webhooks/rotate-secret.js';
import { TestWebhook } from './webhooks/test-webhook.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';

@Module({
  imports: [AccountsModule],
  controllers: [NotificationsController, NotificationRulesController, MailSettingsController, WebhooksController, InvitationMailsController],
  providers: [ReplaceMailSettings, TestMail, SendInvitation, CreateRule, ChangeRule, DeleteRule, CreateWebhook, ChangeWebhook, DeleteWebhook, RotateSecret, TestWebhook],
})
export class NotificationsModule implements OnModuleInit {
  constructor(private readonly uses: UsesRegistry) {}

  onModuleInit(): void {
    this.uses.register('webhook', rulesOfWebhook);
  }
}
