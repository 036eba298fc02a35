import { Global, Module } from '@nestjs/common';
import { CLOCK, systemClock } from './clock.js';
import { UnitOfWork } from './database/unit-of-work.js';
import { IDS, randomIds } from './ids.js';

/** Offers clock, ids and the unit of work to every module; knows no word of the domain. */
@Global()
@Module({
  providers: [UnitOfWork, { provide: CLOCK, useValue: systemClock }, { provide: IDS, useValue: randomIds }],
  exports: [UnitOfWork, CLOCK, IDS],
})
export class PlatformModule {}
