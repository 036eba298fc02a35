import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/** An open transaction; whoever holds it must not call the network. */
export type Tx = EntityManager;

const RETRIED = new Set(['40001', '40P01']);
const MOST_TRIES = 4;

/** Looks at a transaction when its work is done; what it throws rolls everything back. */
export type BeforeCommit = (tx: Tx) => Promise<void>;

const afterwards = new WeakMap<Tx, (() => void)[]>();

/** Has something done when `tx` has committed, before whoever began it hears of that; what rolls back is forgotten. */
export function afterCommit(tx: Tx, then: () => void): void {
  afterwards.set(tx, [...(afterwards.get(tx) ?? []), then]);
}

/** Begins the transaction of a use case; a deadlock or serialization failure is tried again, so `work` must be repeatable. */
@Injectable()
export class UnitOfWork {
  private readonly inspections: BeforeCommit[] = [];

  constructor(private readonly source: DataSource) {}

  /** Has every transaction looked at before it commits, so that no use case can forget to ask. */
  beforeCommit(inspect: BeforeCommit): void {
    this.inspections.push(inspect);
  }

  async run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        const { result, then } = await this.source.transaction(async (tx) => {
          const result = await work(tx);
          for (const inspect of this.inspections) await inspect(tx);
          return { result, then: afterwards.get(tx) ?? [] };
        });
        for (const each of then) each();
        return result;
      } catch (error) {
        if (attempt === MOST_TRIES || !RETRIED.has(sqlState(error) ?? '')) throw error;
      }
    }
  }

  /** For reads outside of any transaction. */
  get reads(): EntityManager {
    return this.source.manager;
  }
}

/** No SQLSTATE begins with E, and the system's own five-letter codes (`EPIPE`) do. */
const SQLSTATE = /^[0-9A-DF-Z][0-9A-Z]{4}$/;

/** The SQLSTATE of a failed query, if that is what it is. */
export function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown; driverError?: { code?: unknown } } | null)?.driverError?.code ?? (error as { code?: unknown })?.code;
  return typeof code === 'string' && SQLSTATE.test(code) ? code : undefined;
}

/** The name of the constraint that refused a write, if one did. */
export function refusedBy(error: unknown): string | undefined {
  const constraint = (error as { driverError?: { constraint?: unknown } } | null)?.driverError?.constraint;
  return typeof constraint === 'string' ? constraint : undefined;
}
