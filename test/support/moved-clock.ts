import { systemClock } from '../../src/platform/clock.js';

/** The clock of the process under test, set forward by its test; the database's goes on as it is. */
export interface MovedClock {
  move(ms: number): void;
  restore(): void;
}

export function movedClock(): MovedClock {
  let ahead = 0;
  const real = systemClock.now.bind(systemClock);
  const spy = jest.spyOn(systemClock, 'now').mockImplementation(() => new Date(real().getTime() + ahead));
  return { move: (ms) => (ahead += ms), restore: () => spy.mockRestore() };
}
