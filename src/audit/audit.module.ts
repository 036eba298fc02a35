import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';

/** Reading the log. Not part of the index: whoever records must not depend on accounts, which record themselves. */
@Module({ controllers: [AuditController] })
export class AuditModule {}
