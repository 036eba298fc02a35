import { Injectable } from '@nestjs/common';
import { MIGRATIONS } from '../database/data-source.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { DomainError } from '../errors/domain-error.js';

export interface ReadinessFacts {
  readonly database: 'answers';
  readonly migrations: 'current';
}

/** Whether this process can serve: the database answers and has the schema that this build was made for. */
@Injectable()
export class Readiness {
  constructor(private readonly unit: UnitOfWork) {}

  async check(): Promise<ReadinessFacts> {
    const applied: { name: string }[] = await this.unit.reads
      .query('SELECT name FROM schema_migration')
      .catch(() => {
        // Whoever asks is not signed in: where the database is and why it refuses is none of his business.
        throw unready('database', 'The database does not answer.');
      });
    const names = new Set(applied.map((row) => row.name));
    const missing = MIGRATIONS.map((migration) => new migration().name).filter((name) => !names.has(name));
    if (missing.length > 0) throw unready('migrations', `Migrations are missing: ${missing.join(', ')}.`);
    return { database: 'answers', migrations: 'current' };
  }
}

function unready(waitsFor: string, detail: string): DomainError {
  return new DomainError('API-UNAVAILABLE-01', detail, { extra: { waitsFor }, retryAfterSeconds: 1 });
}
