/** What time it is; injected, so that tests decide. Deadlines that several processes share use the database's clock instead. */
export interface Clock {
  now(): Date;
}

export const CLOCK = Symbol('Clock');

export const systemClock: Clock = { now: () => new Date() };
