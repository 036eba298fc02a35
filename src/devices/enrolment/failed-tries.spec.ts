import { setImmediate as turn } from 'node:timers/promises';
import { FailedTries } from './failed-tries.js';

const refused = new Error('refused');
const isRefused = (error: unknown): boolean => error === refused;

describe('R15 failed tries to enrol', () => {
  let tries: FailedTries;
  let worked: number;
  beforeEach(() => {
    tries = new FailedTries();
    worked = 0;
  });
  const fail = (address = '192.0.2.1'): Promise<unknown> =>
    tries
      .attempt(address, isRefused, async () => {
        worked++;
        await turn();
        throw refused;
      })
      .catch((error: { code?: string }) => error.code ?? 'refused');
  const succeed = (address = '192.0.2.1'): Promise<string> =>
    tries.attempt(address, isRefused, async () => {
      worked++;
      await turn();
      return 'enrolled';
    });

  it('are five a minute and address; the sixth is not even looked at', async () => {
    for (let i = 0; i < 5; i++) expect(await fail()).toBe('refused');
    expect(await fail()).toBe('API-RATE-01');
    expect(worked).toBe(5);
  });

  it('are five however many are sent at once', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => fail()));
    expect(answers.filter((answer) => answer === 'refused')).toHaveLength(5);
    expect(worked).toBe(5);
  });

  it('leave other addresses alone', async () => {
    for (let i = 0; i < 6; i++) await fail();
    expect(await succeed('192.0.2.2')).toBe('enrolled');
  });

  it('are counted for the whole network that one subscriber holds', async () => {
    for (let i = 0; i < 5; i++) await fail(`2001:db8::${i}`);
    expect(await fail('2001:db8::99')).toBe('API-RATE-01');
    expect(await fail('2001:db8:0:1::1')).toBe('refused');
  });

  it('are not successes: a whole site enrols at once from one address', async () => {
    const answers = await Promise.all(Array.from({ length: 300 }, () => succeed()));
    expect(answers).toHaveLength(300);
    expect(worked).toBe(300);
  });

  it('are not faults of ours', async () => {
    const broken = (): Promise<unknown> => tries.attempt('192.0.2.1', isRefused, async () => Promise.reject(new Error('database'))).catch((error: Error) => error.message);
    for (let i = 0; i < 10; i++) expect(await broken()).toBe('database');
  });

  it('are told when to come back', async () => {
    for (let i = 0; i < 5; i++) await fail();
    await expect(succeed()).rejects.toMatchObject({ facts: { retryAfterSeconds: expect.any(Number) } });
  });
});
