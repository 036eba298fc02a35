import { Client } from 'pg';

export type Fault = () => Error;

/** How a database fails: what it says then. */
export const DATABASE_FAULTS = {
  cut: () => new Error('Connection terminated unexpectedly'),
  shutDown: () => Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' }),
  full: () => Object.assign(new Error('sorry, too many clients already'), { code: '53300' }),
  unforeseen: () => Object.assign(new Error('could not read block 7'), { code: 'XX001' }),
} as const satisfies Record<string, Fault>;

/** Counts the statements of one login of the process under test, and lets one of them fail before it reaches the database. */
export class Saboteur {
  private readonly original = Client.prototype.query;
  private counting = false;
  private count = 0;
  private failAt = 0;
  private fault: Fault = () => new Error();
  private commits = 0;

  /**
   * @param applicationName of the connections it looks at
   * @param ignored statements that are neither counted nor touched
   */
  constructor(
    private readonly applicationName: string,
    private readonly ignored: RegExp,
  ) {}

  install(): void {
    // The patched function has a `this` of its own: the client.
    // eslint-disable-next-line @typescript-eslint/no-this-alias
    const saboteur = this;
    Client.prototype.query = function (this: Client, ...args: unknown[]) {
      const { connectionParameters } = this as unknown as { connectionParameters: { application_name?: string } };
      const error = connectionParameters.application_name === saboteur.applicationName ? saboteur.faultOf(args[0]) : null;
      if (error === null) return (saboteur.original as (...all: unknown[]) => unknown).apply(this, args);
      const done = args.at(-1);
      if (typeof done === 'function') return void process.nextTick(done, error);
      return Promise.reject(error);
    } as typeof Client.prototype.query;
  }

  uninstall(): void {
    Client.prototype.query = this.original;
  }

  /** How many statements an act takes when none fails: the fewest of so many times, since a server has some of its own each second. */
  async callsOf(act: () => Promise<unknown>, times = 3): Promise<number> {
    const counts: number[] = [];
    for (let time = 0; time < times; time++) {
      await this.failing(0, this.fault, act);
      counts.push(this.count);
    }
    return Math.min(...counts);
  }

  async failing<T>(at: number, fault: Fault, act: () => Promise<T>): Promise<T> {
    [this.count, this.commits, this.failAt, this.fault, this.counting] = [0, 0, at, fault, true];
    try {
      return await act();
    } finally {
      [this.counting, this.failAt] = [false, 0];
    }
  }

  /** Transactions that had been committed when the fault came; all of them where none came. */
  get committedBefore(): number {
    return this.commits;
  }

  /** Whether the last act came as far as the statement that was to fail. */
  reached(at: number): boolean {
    return this.count >= at;
  }

  private faultOf(statement: unknown): Error | null {
    const text = typeof statement === 'string' ? statement : (statement as { text?: unknown } | null)?.text;
    if (!this.counting || typeof text !== 'string' || this.ignored.test(text)) return null;
    if (++this.count === this.failAt) return this.fault();
    if (text === 'COMMIT' && (this.failAt === 0 || this.count < this.failAt)) this.commits++;
    return null;
  }
}
