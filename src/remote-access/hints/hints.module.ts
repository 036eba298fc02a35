import { Module } from '@nestjs/common';
import { AccountsModule } from '../../accounts/index.js';
import { HintsController } from './hints.controller.js';

@Module({ imports: [AccountsModule], controllers: [HintsController] })
export class HintsModule {}
