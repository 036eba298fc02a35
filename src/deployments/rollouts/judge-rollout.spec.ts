import fc from 'fast-check';
import { catalogueEntry } from '../../../contracts/error-catalogue.js';
import { judgeRollout, type RolloutFacts, SILENCE_MS, type WaveCounts } from './judge-rollout.js';
import { FAILURE_CODES, PERSONAL_CODES } from './verdict-codes.js';

const NOON = new Date('2026-03-01T12:00:00Z');
const at = (seconds: number): Date => new Date(NOON.getTime() + seconds * 1000);

/** The third wave of a rollout to 300 devices, all of it released and answered. */
const THIRD_WAVE: RolloutFacts = {
  state: 'running', frozen: false, naming: false, targets: [1, 10, 100, 300], wave: 3, soakSeconds: 60, watchedSince: at(-600), lastAnswerAt: at(-90),
  soakingSince: at(-60), accepted: false, waiting: { online: 150, offline: 50 }, unsettled: 0, released: 100,
  current: { taken: 90, seen: 90, settled: 90, failed: 0 }, room: 0, releasable: 150, windowOpensAt: null, rateFreeAt: null,
};
const wave = (counts: Partial<WaveCounts>, more: Partial<RolloutFacts> = {}): Partial<RolloutFacts> => ({ current: { ...THIRD_WAVE.current, ...counts }, ...more });
const judged = (bend: Partial<RolloutFacts>) => judgeRollout({ ...THIRD_WAVE, ...bend }, NOON);

describe('a rollout', () => {
  it.each<{ when: string; bend: Partial<RolloutFacts>; is: string }>([
    { when: 'nearly all of the wave are settled and it has soaked', bend: {}, is: 'open 4' },
    { when: 'no wave is open yet', bend: { wave: 0, targets: [] }, is: 'open 1' },
    { when: 'exactly 95 % are settled and 5 % of them failed', bend: wave({ seen: 80, settled: 76, failed: 4, taken: 90 }), is: 'open 4' },
    { when: 'those that answered are few, but enough', bend: wave({ seen: 10, settled: 10 }), is: 'open 4' },
    { when: 'half of it went offline before it answered', bend: wave({ seen: 45, settled: 45 }), is: 'open 4' },
    { when: 'an operator has accepted how few answered', bend: wave({ seen: 2, settled: 2 }, { accepted: true }), is: 'open 4' },
    { when: 'it is soaking', bend: { soakingSince: at(-59) }, is: 'hold soak until +1' },
    { when: 'it begins to soak', bend: { soakingSince: null }, is: 'hold soak until +60' },
    { when: 'nobody wants it to soak', bend: { soakingSince: null, soakSeconds: 0 }, is: 'open 4' },
    { when: 'one too many has not settled', bend: wave({ settled: 85 }), is: `hold results until +${SILENCE_MS / 1000 - 90}` },
    { when: 'nine have answered', bend: wave({ seen: 9, settled: 9 }), is: `hold answers until +${SILENCE_MS / 1000 - 90}` },
    { when: 'the wave lacks connected devices', bend: wave({ taken: 9, seen: 9, settled: 9 }, { room: 81, waiting: { online: 0, offline: 200 } }), is: `hold devices until +${SILENCE_MS / 1000 - 90}` },
    { when: 'a wave of three has answered whole', bend: wave({ taken: 3, seen: 3, settled: 3 }), is: 'open 4' },
    { when: 'more failed than may, while many have not answered yet', bend: wave({ seen: 20, settled: 20, failed: 2 }), is: `hold failures until +${SILENCE_MS / 1000 - 90}` },
    { when: 'more failed than may, even if all the others succeed', bend: wave({ seen: 20, settled: 20, failed: 5 }), is: 'halt RA-SYS-04' },
    { when: 'more failed than may, and nobody else has it', bend: wave({ taken: 20, seen: 20, settled: 20, failed: 2 }), is: 'halt RA-SYS-04' },
    { when: 'the only device of the first wave failed', bend: wave({ taken: 1, seen: 1, settled: 1, failed: 1 }, { wave: 1 }), is: 'halt RA-SYS-04' },
    { when: 'the last wave fails', bend: wave({ taken: 150, seen: 60, settled: 60, failed: 8 }, { wave: 4, room: 50, waiting: { online: 0, offline: 50 } }), is: 'halt RA-SYS-04' },
    { when: 'offline devices are all that is left', bend: { wave: 4, room: 50, waiting: { online: 0, offline: 50 } }, is: 'hold devices' },
    { when: 'offline devices are all that is left, a month later', bend: { wave: 4, room: 50, waiting: { online: 0, offline: 50 }, lastAnswerAt: at(-30 * 86_400) }, is: 'hold devices' },
    { when: 'nobody has answered for a day', bend: wave({ seen: 3, settled: 3 }, { watchedSince: at(-2 * 86_400), lastAnswerAt: at(-86_400) }), is: 'pause' },
    { when: 'nobody has answered for a day, but an operator resumed an hour ago', bend: wave({ seen: 3, settled: 3 }, { watchedSince: at(-3600), lastAnswerAt: at(-86_400) }), is: `hold answers until +${SILENCE_MS / 1000 - 3600}` },
    { when: 'the window of those that wait is closed', bend: { room: 5, releasable: 0, windowOpensAt: at(3600) }, is: 'hold window until +3600' },
    { when: 'the rate cap is reached', bend: { room: 5, rateFreeAt: at(7) }, is: 'hold rate until +7' },
    { when: 'the open wave has room for connected devices', bend: { room: 5 }, is: 'hold answers' },
    { when: 'everything is frozen', bend: { frozen: true }, is: 'hold unfreezing' },
    { when: 'an operator has paused it', bend: { state: 'paused' }, is: 'hold operator' },
    { when: 'the guard has halted it', bend: { state: 'halted', waiting: { online: 0, offline: 0 } }, is: 'hold operator' },
    { when: 'its devices are still being named', bend: { naming: true, waiting: { online: 0, offline: 0 } }, is: 'hold devices-named' },
    { when: 'all have it, but some have not settled', bend: { waiting: { online: 0, offline: 0 }, unsettled: 3 }, is: 'hold results' },
    { when: 'all have it and failed', bend: { waiting: { online: 0, offline: 0 }, current: { ...THIRD_WAVE.current, failed: 90 } }, is: 'finish done' },
    { when: 'all have it and settled', bend: { waiting: { online: 0, offline: 0 } }, is: 'finish done' },
    { when: 'a newer change has taken all its devices', bend: { waiting: { online: 0, offline: 0 }, released: 0 }, is: 'finish superseded' },
  ])('is to $is when $when', ({ bend, is }) => {
    const decision = judged(bend);
    const words = {
      open: () => decision.kind === 'open' && `open ${decision.wave}`,
      hold: () => decision.kind === 'hold' && `hold ${decision.reason}${decision.until ? ` until +${(decision.until.getTime() - NOON.getTime()) / 1000}` : ''}`,
      halt: () => decision.kind === 'halt' && `halt ${decision.code}`,
      pause: () => decision.kind === 'pause' && 'pause',
      finish: () => decision.kind === 'finish' && `finish ${decision.state}`,
    }[decision.kind]();
    expect(words).toBe(is);
  });

  const count = fc.integer({ min: 0, max: 200 });
  const anything: fc.Arbitrary<RolloutFacts> = fc
    .record({
      state: fc.constantFrom('running' as const, 'paused' as const, 'halted' as const), frozen: fc.boolean(), naming: fc.boolean(),
      wave: fc.integer({ min: 0, max: 4 }), soakSeconds: fc.constantFrom(0, 60), watchedSince: fc.constantFrom(at(-60), at(-90_000)),
      lastAnswerAt: fc.constantFrom(null, at(-1), at(-90_000)), soakingSince: fc.constantFrom(null, at(-1), at(-61)), accepted: fc.boolean(),
      waiting: fc.record({ online: count, offline: count }), unsettled: count, released: count, room: count, releasable: count,
      windowOpensAt: fc.constantFrom(null, at(60)), rateFreeAt: fc.constantFrom(null, at(5)),
      parts: fc.tuple(count, count, count, count),
    })
    .map(({ parts: [failed, fine, open, unseen], ...facts }) => ({
      ...facts, targets: [1, 10, 100, 300],
      current: { failed, settled: failed + fine, seen: failed + fine + open, taken: failed + fine + open + unseen },
    }));

  it('opens a wave only while it runs, nothing is frozen, the former is judged good, and never skips one', () => {
    fc.assert(
      fc.property(anything, (facts) => {
        const decision = judgeRollout(facts, NOON);
        if (decision.kind !== 'open') return;
        expect(facts).toMatchObject({ state: 'running', frozen: false, naming: false });
        expect(decision.wave).toBe(facts.wave + 1);
        expect(decision.wave).toBeLessThanOrEqual(facts.targets.length);
        if (facts.wave === 0) return;
        const { seen, settled, failed } = facts.current;
        expect(settled / Math.max(1, seen)).toBeGreaterThanOrEqual(seen === 0 ? 0 : 0.95);
        expect(failed).toBeLessThanOrEqual(seen * 0.05);
        expect(facts.room > 0 && facts.waiting.online > 0).toBe(false);
      }),
      { numRuns: 5000 },
    );
  });

  it('decides the same however many offline devices wait, unless they are all that is missing from the wave', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 1, max: 500 }), (facts, more) => {
        const full = { ...facts, room: 0, waiting: { ...facts.waiting, offline: facts.waiting.offline + 1 } };
        expect(judgeRollout({ ...full, waiting: { ...full.waiting, offline: full.waiting.offline + more } }, NOON)).toEqual(judgeRollout(full, NOON));
      }),
      { numRuns: 2000 },
    );
  });

  it('never halts where nobody failed, and always where everybody did while others wait', () => {
    fc.assert(
      fc.property(anything, (facts) => {
        const fine = { ...facts, current: { ...facts.current, failed: 0 } };
        expect(judgeRollout(fine, NOON).kind).not.toBe('halt');
        const { seen } = facts.current;
        const bad = { ...facts, state: 'running' as const, frozen: false, naming: false, wave: 2, room: 0, waiting: { online: 1, offline: 0 }, current: { taken: seen + 1, seen: seen + 1, settled: seen + 1, failed: seen + 1 } };
        expect(judgeRollout(bad, NOON)).toMatchObject({ kind: 'halt', code: 'RA-SYS-04' });
      }),
      { numRuns: 2000 },
    );
  });

  it('counts as failures what somebody technical must put right: neither being offline nor a refusal of the person there', () => {
    expect(FAILURE_CODES).toEqual(expect.arrayContaining(['RA-PKG-02', 'RA-MSI-01', 'RA-NET-03', 'RA-AGT-05']));
    for (const code of ['RA-DSP-01', 'RA-MSI-04', 'RA-LCH-07', 'RA-NET-08']) expect(FAILURE_CODES).not.toContain(code);
    expect(PERSONAL_CODES).toContain('RA-MSI-04');
    for (const code of [...FAILURE_CODES, ...PERSONAL_CODES]) expect(catalogueEntry(code)).not.toBeNull();
    expect(FAILURE_CODES.filter((code) => PERSONAL_CODES.includes(code))).toEqual([]);
  });
});
