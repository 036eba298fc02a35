import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { randomUUID } from 'node:crypto';
import { KnownSessions, OperatorSessions, Requires, SessionGuard } from '../src/accounts/index.js';
import { systemClock } from '../src/platform/clock.js';
import { UnitOfWork } from '../src/platform/database/unit-of-work.js';
import { randomIds } from '../src/platform/ids.js';
import { WakeUps } from '../src/platform/wake-ups/wake-ups.js';
import { giveUp, holdContests } from './policy/hold-contests.js';
import { type Contest, timed } from './policy/side-by-side.js';

/** One request is over in less than the clock's noise. */
const REQUESTS = 500;
const HERE = { ip: '127.0.0.1', userAgent: 'bench' };

/** A route that asks for a right, as most do. */
class SomeController {
  @Requires('devices.read')
  read(): void {}
}

/** P17: what knowing the caller and letting him in adds to each request, against asking the database for nothing. */
const AUTHORISATION: Contest = {
  goal: 'P17',
  what: 'a request with a session, let in by its right',
  async prepare({ source }) {
    const unit = new UnitOfWork(source);
    const sessions = new OperatorSessions(unit, randomIds, new KnownSessions(new WakeUps(''), systemClock));
    const [operatorId, clientId] = [randomUUID(), (await source.query<{ id: string }[]>('SELECT id FROM client ORDER BY id LIMIT 1'))[0]!.id];
    await source.query(`INSERT INTO operator (id, email, name, role, allow_remote_control, scope_all) VALUES ($1, $2, 'Bench', 'technician', true, false)`, [operatorId, `${operatorId}@latchkey.example`]);
    await source.query('INSERT INTO operator_scope (operator_id, client_id) VALUES ($1, $2)', [operatorId, clientId]);
    const { token } = await unit.run((tx) => sessions.open(tx, operatorId, HERE, { stage: 'complete', provenBy: 'passkey' }));
    const guard = new SessionGuard(new Reflector(), sessions, unused, unused, { publicUrl: 'http://127.0.0.1:8080' } as never);
    const context = {
      getType: () => 'http', getClass: () => SomeController, getHandler: () => SomeController.prototype.read,
      switchToHttp: () => ({ getRequest: () => ({ id: 'bench', method: 'GET', url: '/', headers: {}, cookies: { latchkey_session: token } }) }),
    } as unknown as ExecutionContext;
    if (!(await guard.canActivate(context))) throw new Error('nobody was let in');
    return {
      floor: () => each(() => source.query('SELECT 1')),
      product: () => each(() => guard.canActivate(context)),
    };
  },
};

/** No request of this measurement comes with an API key, nor changes anything. */
const unused = new Proxy({}, { get: () => () => null }) as never;

async function each(work: () => Promise<unknown>): Promise<number> {
  return (await timed(async () => {
    for (let request = 0; request < REQUESTS; request++) await work();
  })) / REQUESTS;
}

holdContests('authorisation', [AUTHORISATION], { sizes: '10k', repeats: '9' }).catch(giveUp);
