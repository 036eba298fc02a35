import { judgeRollout } from '../../src/deployments/rollouts/judge-rollout.js';
import { type Judge, ModelledRollout } from './model/modelled-rollout.js';
import { SeededChance } from './model/seeded-chance.js';

const SEEDS = Number(process.env['LATCHKEY_MODEL_SEEDS'] ?? 1000);
const HOUR_MS = 3_600_000;
const FAILING = [0, 0, 0.02, 0.3, 1] as const;
const OFFLINE = [0, 0.3, 0.95] as const;

/** Half a day of a rollout among devices that fail, drop off and come late; returns what was broken, in words. */
function live(seed: number, judge: Judge = judgeRollout): string[] {
  const choice = new SeededChance(seed ^ 0x5eed);
  const of = <T>(options: readonly T[]): T => options[Math.floor(choice.between(0, options.length))]!;
  const trouble = { failing: of(FAILING), offline: of(OFFLINE) };
  const rollout = new ModelledRollout(seed, Math.floor(choice.between(51, 150)), trouble, judge);
  for (let drop = 0; drop < 20; drop++) rollout.clock.in(choice.between(0, 2 * HOUR_MS), () => rollout.dropOff());
  const frozenAt = choice.between(0, HOUR_MS);
  rollout.clock.in(frozenAt, () => (rollout.frozen = true));
  rollout.clock.in(frozenAt + choice.between(1, HOUR_MS), () => (rollout.frozen = false));
  let beyond = false;
  for (let hour = 0; hour < 12 && rollout.state === 'running'; hour++) {
    rollout.clock.pass(HOUR_MS, () => {
      beyond ||= rollout.released.length > (rollout.targets[rollout.wave - 1] ?? 0);
    });
  }
  const stuck = trouble.failing === 0 && rollout.state !== 'done' ? [`nothing failed, but it is ${rollout.state} in wave ${rollout.wave}`] : [];
  const spread = trouble.failing === 1 && rollout.released.length !== 1 ? [`a change that breaks every device reached ${rollout.released.length}`] : [];
  return [...new Set([...rollout.lies, ...stuck, ...spread, ...(beyond ? ['more devices have it than the open wave allows'] : [])])];
}

const bending = (bend: (facts: Parameters<Judge>[0]) => Partial<Parameters<Judge>[0]>): Judge => (facts, now) => judgeRollout({ ...facts, ...bend(facts) }, now);

describe('R36 a rollout among faults', () => {
  it(`keeps every promise and reaches everybody it may, in ${SEEDS} seeded lives`, () => {
    const broken = Array.from({ length: SEEDS }, (_, seed) => ({ seed, lies: live(seed) })).filter(({ lies }) => lies.length > 0);
    expect(broken.slice(0, 5)).toEqual([]);
  });

  it.each<{ bug: string; judge: Judge }>([
    {
      bug: 'opens one wave too far',
      judge: (facts, now) => {
        const decision = judgeRollout(facts, now);
        return decision.kind === 'open' && facts.wave > 0 ? { ...decision, wave: decision.wave + 1 } : decision;
      },
    },
    { bug: 'counts a device that is offline as a failure', judge: bending(({ current }) => ({ current: { ...current, failed: current.failed + current.taken - current.seen } })) },
    { bug: 'ignores the soak', judge: bending(() => ({ soakSeconds: 0 })) },
    { bug: 'lets the soak begin with the wave', judge: bending(({ watchedSince }) => ({ soakingSince: watchedSince })) },
    { bug: 'takes silence for success', judge: bending(({ current }) => ({ current: { ...current, seen: current.taken, settled: current.taken } })) },
    { bug: 'takes an acknowledgement for success', judge: bending(({ current }) => ({ current: { ...current, settled: current.seen } })) },
    { bug: 'does not count failures', judge: bending(({ current }) => ({ current: { ...current, failed: 0 } })) },
    { bug: 'measures failures by all devices of the rollout', judge: bending(({ current, waiting }) => ({ room: 0, waiting: { ...waiting }, current: { ...current, failed: Math.floor(current.failed / 10) } })) },
    { bug: 'goes on although everything is frozen', judge: bending(() => ({ frozen: false })) },
    { bug: 'forgets the offline tail', judge: bending(({ waiting }) => ({ waiting: { ...waiting, offline: 0 } })) },
    { bug: 'is done before its devices have settled', judge: bending(() => ({ unsettled: 0 })) },
    {
      bug: 'asks after five minutes',
      judge: (facts, now) => {
        const decision = judgeRollout(facts, now);
        const isQuiet = decision.kind === 'hold' && decision.reason !== 'soak' && decision.until !== null && decision.until.getTime() - now.getTime() < 23.9 * HOUR_MS;
        return isQuiet ? { kind: 'pause', reason: '' } : decision;
      },
    },
  ])('is found out when it $bug', ({ judge }) => {
    expect(Array.from({ length: SEEDS }, (_, seed) => seed).some((seed) => live(seed, judge).length > 0)).toBe(true);
  });
});
