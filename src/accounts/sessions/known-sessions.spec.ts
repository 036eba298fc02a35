import { WakeUps } from '../../platform/wake-ups/wake-ups.js';
import type { Operator } from '../roles/operator.js';
import { EVERYTHING } from '../roles/scope.js';
import { KnownSessions } from './known-sessions.js';

const THEO: Operator = {
  id: 'theo', name: 'Theo Brandt', email: 'theo@northwind.example', role: 'technician', allowRemoteControl: true,
  scope: EVERYTHING, disabled: false, sessionId: 'of-theo', stage: 'complete', provenBy: null,
};
const TOKEN = Buffer.from('the hash of a token');

describe('a session that was just asked for', () => {
  let nowMs: number;
  let asked: number;
  let known: KnownSessions;
  beforeEach(() => {
    [nowMs, asked] = [1_000_000, 0];
    known = new KnownSessions(new WakeUps(''), { now: () => new Date(nowMs) });
  });
  const look = () => Promise.resolve(asked++ < 10 ? THEO : null);
  const holder = () => known.holderOf(TOKEN, look);

  it('is known without asking again', async () => {
    expect([await holder(), await holder()]).toEqual([THEO, THEO]);
    expect(asked).toBe(1);
  });

  it.each([
    { when: 'two seconds later', afterMs: 2_000 },
    { when: 'by a clock that was set back', afterMs: -3_600_000 },
  ])('is asked for anew $when', async ({ afterMs }) => {
    await holder();
    nowMs += afterMs;
    await holder();
    expect(asked).toBe(2);
  });

  it.each([
    { what: 'its holder', isMeant: ({ id }: Operator) => id === 'theo', asks: 2 },
    { what: 'itself', isMeant: ({ sessionId }: Operator) => sessionId === 'of-theo', asks: 2 },
    { what: 'somebody else', isMeant: ({ id }: Operator) => id === 'uma', asks: 1 },
  ])('is asked for $asks time(s) when $what is forgotten', async ({ isMeant, asks }) => {
    await holder();
    known.forget(isMeant);
    await holder();
    expect(asked).toBe(asks);
  });

  it('is not kept when it ended while it was being read', async () => {
    await known.holderOf(TOKEN, async () => {
      known.forget(({ id }) => id === 'theo');
      return look();
    });
    await holder();
    expect(asked).toBe(2);
  });

  it('is not kept when there is none: the next may be another', async () => {
    asked = 10;
    expect(await holder()).toBeNull();
    expect(await holder()).toBeNull();
    expect(asked).toBe(12);
  });
});
