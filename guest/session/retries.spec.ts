import { Retries, retryInMs } from './retries.js';

describe('coming back to a server that is gone', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('is tried after 0.5, 1, 2, 4 and 8 seconds, then every 15', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 40].map(retryInMs)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  });

  it('happens on time, once for each loss', () => {
    const attempts: number[] = [];
    const retries: Retries = new Retries(() => {
      attempts.push(Date.now() - began);
      if (attempts.length < 4) retries.lost();
    });
    const began = Date.now();
    retries.lost();
    jest.advanceTimersByTime(60_000);
    expect(attempts).toEqual([500, 1_500, 3_500, 7_500]);
  });

  it('begins anew after a connection that held', () => {
    const retries = new Retries(() => undefined);
    expect([retries.lost(), retries.lost(), retries.lost()]).toEqual([500, 1_000, 2_000]);
    retries.succeeded();
    expect(retries.lost()).toBe(500);
  });

  it('is put off as far as it goes where the server asks for patience', () => expect(new Retries(() => undefined).lost(true)).toBe(15_000));

  it('ends when the session does', () => {
    const attempt = jest.fn();
    const retries = new Retries(attempt);
    retries.lost();
    retries.stop();
    jest.advanceTimersByTime(60_000);
    expect(attempt).not.toHaveBeenCalled();
  });
});
