import fc from 'fast-check';
import { openTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';

const NIGHTS = { days: ['sat', 'sun'], from: '22:00', to: '04:00' };
const NOON = { days: ['wed'], from: '12:00', to: '13:30' };
const EARLY = { days: ['sun'], from: '02:15', to: '05:00' };
const DAY = { days: ['mon'], from: '00:00', to: '00:00' };

describe('a maintenance window', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  const ask = async (window: object | null, zone: string, at: string) =>
    (await database.dataSource.query('SELECT window_is_open($1, $2, $3) AS open, window_opens_at($1, $2, $3) AS opens', [window && JSON.stringify(window), zone, at]))[0] as
      { open: boolean; opens: Date | null };

  it.each([
    { when: 'there is none', window: null, zone: 'Europe/Berlin', at: '2026-05-06T00:00Z', opens: null },
    { when: 'it is that day and hour there', window: NOON, zone: 'Europe/Berlin', at: '2026-05-06T10:00Z', opens: null },
    { when: 'the last minute runs', window: NOON, zone: 'Europe/Berlin', at: '2026-05-06T11:29:59Z', opens: null },
    { when: 'it has just ended', window: NOON, zone: 'Europe/Berlin', at: '2026-05-06T11:30Z', opens: '2026-05-13T10:00Z' },
    { when: 'it is noon elsewhere', window: NOON, zone: 'America/New_York', at: '2026-05-06T10:00Z', opens: '2026-05-06T16:00Z' },
    { when: 'it is that hour on another day', window: NOON, zone: 'Europe/Berlin', at: '2026-05-05T10:00Z', opens: '2026-05-06T10:00Z' },
    { when: 'it began yesterday and goes over midnight', window: NIGHTS, zone: 'Europe/Berlin', at: '2026-05-04T01:59Z', opens: null },
    { when: 'the night before was not one of its days', window: NIGHTS, zone: 'Europe/Berlin', at: '2026-05-02T01:00Z', opens: '2026-05-02T20:00Z' },
    { when: 'the whole day is one', window: DAY, zone: 'Asia/Tokyo', at: '2026-05-03T15:00Z', opens: null },
    { when: 'the whole day has ended there', window: DAY, zone: 'Asia/Tokyo', at: '2026-05-04T15:00Z', opens: '2026-05-10T15:00Z' },
    { when: 'the clocks went forward and the night is an hour shorter', window: NIGHTS, zone: 'Europe/Berlin', at: '2026-03-29T02:00Z', opens: '2026-03-29T20:00Z' },
    { when: 'the clocks went back and the night is an hour longer', window: NIGHTS, zone: 'Europe/Berlin', at: '2026-10-25T02:59Z', opens: null },
    { when: 'its hour did not exist that night, until that would have ended', window: EARLY, zone: 'Europe/Berlin', at: '2026-03-29T01:00Z', opens: '2026-03-29T01:15Z' },
  ])('is $opens (null: open now) when $when', async ({ window, zone, at, opens }) => {
    expect(await ask(window, zone, at)).toEqual({ open: opens === null, opens: opens && new Date(opens) });
  });

  it('is closed until exactly the moment it says, whatever the zone, the days and the hour', async () => {
    const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
    const window = fc.record({ days: fc.subarray(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], { minLength: 1 }), from: time, to: time });
    const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'Pacific/Chatham', 'UTC');
    await fc.assert(
      fc.asyncProperty(window, zone, fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }), async (chosen, there, at) => {
        const { open, opens } = await ask(chosen, there, at.toISOString());
        expect(open).toBe(opens === null);
        if (!opens) return;
        expect(opens.getTime() - at.getTime()).toBeGreaterThan(0);
        expect(await ask(chosen, there, opens.toISOString())).toMatchObject({ open: true });
        const before = new Date(opens.getTime() - 1000);
        if (before > at) expect(await ask(chosen, there, before.toISOString())).toMatchObject({ open: false });
      }),
      { numRuns: 400 },
    );
  });
});
