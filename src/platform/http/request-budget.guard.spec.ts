import type { ExecutionContext } from '@nestjs/common';
import { RequestBudgetGuard } from './request-budget.guard.js';

const asking = (who: { id?: string; ip?: string; url?: string }): ExecutionContext =>
  ({
    switchToHttp: () => ({
      getRequest: () => ({
        ip: who.ip ?? '203.0.113.9',
        routeOptions: { url: who.url ?? '/api/v1/x' },
        ...(who.id ? { operator: { id: who.id } } : {}),
      }),
    }),
  }) as unknown as ExecutionContext;

describe('R23 the budget of requests', () => {
  it('stops one operator who asks too much, tells when to come back, and stops nobody else', async () => {
    const guard = new RequestBudgetGuard();
    for (let n = 0; n < 3_000; n++) await guard.canActivate(asking({ id: 'theo' }));
    await expect(guard.canActivate(asking({ id: 'theo' }))).rejects.toMatchObject({
      code: 'API-RATE-01',
      facts: { retryAfterSeconds: expect.any(Number) },
    });
    await expect(guard.canActivate(asking({ id: 'dana' }))).resolves.toBe(true);
  });

  it('counts a network of IPv6 as one', async () => {
    const guard = new RequestBudgetGuard();
    for (let n = 0; n < 600; n++) await guard.canActivate(asking({ ip: `2001:db8::${n.toString(16)}` }));
    await expect(guard.canActivate(asking({ ip: '2001:db8::ffff' }))).rejects.toMatchObject({ code: 'API-RATE-01' });
    await expect(guard.canActivate(asking({ ip: '2001:db8:0:1::1' }))).resolves.toBe(true);
  });

  it('leaves what is not the API alone', async () => {
    const guard = new RequestBudgetGuard();
    for (let n = 0; n < 700; n++) await expect(guard.canActivate(asking({ url: '/livez' }))).resolves.toBe(true);
  });
});
