import { Injectable } from '@nestjs/common';
import { type Tx, UnitOfWork } from '../database/unit-of-work.js';

/** Something that everybody who works here has to know, on every page, for as long as it is so. */
export interface StandingWarning {
  /** Of the status catalogue. */
  readonly code: string;
  readonly title: string;
  readonly detail: string;
}

type FindWarnings = (tx: Tx) => Promise<readonly StandingWarning[]>;

/** Collects what stands, without whoever shows it knowing what there is to warn of: downstream modules say how to find it. */
@Injectable()
export class StandingWarnings {
  private readonly finders: FindWarnings[] = [];

  constructor(private readonly unit: UnitOfWork) {}

  register(find: FindWarnings): void {
    this.finders.push(find);
  }

  /** What stands now. */
  async all(): Promise<StandingWarning[]> {
    return (await Promise.all(this.finders.map((find) => find(this.unit.reads)))).flat();
  }
}
