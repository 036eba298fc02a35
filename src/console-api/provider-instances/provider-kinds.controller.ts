import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '../../accounts/index.js';
import { providerKinds } from '../../remote-access/index.js';
import { ProviderKindsView } from './provider-kind.view.js';

/** What can be connected, and what has to be said for it. */
@ApiTags('provider instances')
@Controller('api/v1/provider-kinds')
@Requires('providers.read')
export class ProviderKindsController {
  @Get()
  async list(): Promise<ProviderKindsView> {
    const offered = providerKinds().filter(({ isRehearsal }) => !isRehearsal);
    return {
      items: offered.map(({ kind, title, floorVersion, connectionFields, readHint }) => ({
        kind,
        title,
        floorVersion,
        givesHints: readHint !== undefined,
        fields: connectionFields.map(({ key, title: label, help, secret, required, input, choices, decidesReceiver }) => ({
          key, title: label, help, required, choices: [...(choices ?? [])], decidesReceiver: decidesReceiver === true,
          input: secret ? ('secret' as const) : choices ? ('choice' as const) : (input ?? ('text' as const)),
        })),
      })),
    };
  }
}
