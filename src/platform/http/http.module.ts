import { Global, Module } from '@nestjs/common';
import { Readiness } from './readiness.js';
import { RememberedRequests } from './remembered-requests.js';
import { StandingWarnings } from './standing-warnings.js';
import { UsesRegistry } from './uses-registry.js';

/** What the HTTP side shares among all modules. */
@Global()
@Module({
  providers: [UsesRegistry, RememberedRequests, Readiness, StandingWarnings],
  exports: [UsesRegistry, RememberedRequests, Readiness, StandingWarnings],
})
export class HttpModule {}
