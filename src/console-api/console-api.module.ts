import { Module } from '@nestjs/common';
import { OperationsController } from './system/operations.controller.js';

/** Read models that join several nouns, and the stream of changes, for the console. */
@Module({ controllers: [OperationsController] })
export class ConsoleApiModule {}
