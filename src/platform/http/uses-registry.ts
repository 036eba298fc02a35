import { Injectable } from '@nestjs/common';
import { sqlState, type Tx, UnitOfWork } from '../database/unit-of-work.js';
import { DomainError, type Usage } from '../errors/domain-error.js';

type FindUses = (tx: Tx, id: string) => Promise<readonly Usage[]>;

const FOREIGN_KEY_VIOLATION = new Set(['23503', '23001']);

/**
 * Knows what may use what, without any module knowing what is made from it: downstream modules say how to find their own
 * uses, upstream modules ask when the database refuses a deletion.
 */
@Injectable()
export class UsesRegistry {
  private readonly finders = new Map<string, FindUses[]>();

  constructor(private readonly unit: UnitOfWork) {}

  register(noun: string, find: FindUses): void {
    this.finders.set(noun, [...(this.finders.get(noun) ?? []), find]);
  }

  /** Deletes, or refuses with the list of what uses the thing; the database is the judge, the list is for people. */
  async refuseWhileUsed<T>(noun: string, id: string, deleting: () => Promise<T>): Promise<T> {
    try {
      return await deleting();
    } catch (error) {
      if (!FOREIGN_KEY_VIOLATION.has(sqlState(error) ?? '')) throw error;
      throw inUse(noun, await this.usesOf(this.unit.reads, noun, id));
    }
  }

  /** What uses the thing, whether the database would refuse its deletion or not. */
  async usesOf(tx: Tx, noun: string, id: string): Promise<Usage[]> {
    const found: (readonly Usage[])[] = [];
    for (const find of this.finders.get(noun) ?? []) found.push(await find(tx, id));
    return found.flat();
  }
}

export function inUse(noun: string, usedBy: readonly Usage[]): DomainError {
  return new DomainError('API-CONFLICT-02', `This ${noun} is in use.`, { usedBy });
}
