import { Body, Controller, Get, Put, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { SettingValue } from '../../../contracts/policy-settings.js';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { Consequential, type ExpectedVersion, IfMatch } from '../../platform/http/index.js';
import { type PolicyLocks, policyLocks } from './load-locks.js';
import { ReplacePolicyLocks } from './replace-policy-locks.js';

type Settings = Readonly<Record<string, SettingValue>>;

const SCHEMA = {
  type: 'object' as const,
  additionalProperties: { oneOf: [{ type: 'boolean' }, { type: 'string' }, { type: 'number' }] },
  description: 'Setting keys and the values that hold for every device; a missing key is not locked.',
};

/** What the installation has settled for every device. The body is the bare map, so the version travels in the ETag alone. */
@ApiTags('policy-locks')
@Controller('api/v1/policy-locks')
export class PolicyLocksController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly replacing: ReplacePolicyLocks,
  ) {}

  @Get()
  @Requires('policies.read')
  @ApiOkResponse({ schema: SCHEMA })
  async all(@Res({ passthrough: true }) reply: FastifyReply): Promise<Settings> {
    return tagged(reply, await policyLocks(this.unit.reads));
  }

  @Put()
  @Consequential()
  @Requires('security.manage')
  @ApiBody({ schema: SCHEMA })
  @ApiOkResponse({ schema: SCHEMA })
  async replace(
    @CurrentOperator() operator: Operator,
    @IfMatch('required') expected: ExpectedVersion,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Settings> {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) {
      throw new DomainError('API-INPUT-01', 'The request has invalid fields.', {
        errors: [{ pointer: '', rule: 'object', message: 'must be a JSON object' }],
      });
    }
    return tagged(reply, await this.replacing.run(operator, body as Record<string, unknown>, expected));
  }
}

function tagged(reply: FastifyReply, { settings, version }: PolicyLocks): Settings {
  void reply.header('etag', `"${version}"`);
  return settings;
}
