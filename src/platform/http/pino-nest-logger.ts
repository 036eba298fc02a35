import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Sends what Nest itself has to say to the same log, one level quieter: its start-up chatter is for debugging. */
export class PinoNestLogger implements LoggerService {
  constructor(private readonly log_: Logger) {}

  log(message: unknown, context?: unknown): void {
    this.log_.debug({ context }, String(message));
  }

  error(message: unknown, ...more: unknown[]): void {
    this.log_.error({ more }, String(message));
  }

  warn(message: unknown, context?: unknown): void {
    this.log_.warn({ context }, String(message));
  }

  debug(message: unknown, context?: unknown): void {
    this.log_.debug({ context }, String(message));
  }

  verbose(message: unknown, context?: unknown): void {
    this.log_.trace({ context }, String(message));
  }

  fatal(message: unknown, context?: unknown): void {
    this.log_.fatal({ context }, String(message));
  }
}
