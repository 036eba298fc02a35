import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type ExpectedVersion, IfMatch, ListQuery, ShownOnce } from '../../platform/http/index.js';
import { ChangeWebhook } from './change-webhook.js';
import { CreateWebhook } from './create-webhook.js';
import { DeleteWebhook } from './delete-webhook.js';
import { listDeliveries, listWebhooks, webhookById } from './read-webhooks.js';
import { RotateSecret } from './rotate-secret.js';
import { TestWebhook } from './test-webhook.js';
import { ChangeWebhookBody, CreateWebhookBody } from './webhook.body.js';
import { NewWebhookView, WebhookDeliveryPage, WebhookDeliveryView, WebhookPage, WebhookView } from './webhook.view.js';

@ApiTags('notifications')
@Controller('api/v1/webhooks')
@Requires('notifications.manage')
export class WebhooksController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly creating: CreateWebhook,
    private readonly changing: ChangeWebhook,
    private readonly deleting: DeleteWebhook,
    private readonly rotating: RotateSecret,
    private readonly testing: TestWebhook,
  ) {}

  @Get()
  async list(@Query() query: ListQuery): Promise<WebhookPage> {
    return listWebhooks(this.unit.reads, query);
  }

  @Post()
  @ShownOnce()
  async create(@CurrentOperator() operator: Operator, @Body() body: CreateWebhookBody): Promise<NewWebhookView> {
    return this.creating.run(operator, body);
  }

  @Get(':id')
  async one(@Param('id') id: string): Promise<WebhookView> {
    return webhookById(this.unit.reads, id);
  }

  @Patch(':id')
  async change(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @Body() body: ChangeWebhookBody,
    @IfMatch('optional') expected: ExpectedVersion,
  ): Promise<WebhookView> {
    return this.changing.run(operator, id, body, expected);
  }

  @Delete(':id')
  @HttpCode(204)
  async delete(@CurrentOperator() operator: Operator, @Param('id') id: string, @IfMatch('optional') expected: ExpectedVersion): Promise<void> {
    await this.deleting.run(operator, id, expected);
  }

  /** The old secret signs nothing any more. */
  @Post(':id/rotate-secret')
  @HttpCode(200)
  @ShownOnce()
  async rotate(@CurrentOperator() operator: Operator, @Param('id') id: string, @IfMatch('optional') expected: ExpectedVersion): Promise<NewWebhookView> {
    return this.rotating.run(operator, id, expected);
  }

  /** Posts something once, also where the webhook is off, and answers with what came of it. */
  @Post(':id/test')
  @HttpCode(200)
  async test(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<WebhookDeliveryView> {
    return this.testing.run(operator, id);
  }

  @Get(':id/deliveries')
  async deliveries(@Param('id') id: string, @Query() query: ListQuery): Promise<WebhookDeliveryPage> {
    return listDeliveries(this.unit.reads, id, query);
  }
}
