import { hasRestarted, judgeConditions, openOrder } from '../../src/deployment-status/index.js';
import { planDeployment } from '../../src/reconciler/plan-deployment.js';
import { ModelledWorld } from './model/modelled-world.js';

const SEEDS = Number(process.env['LATCHKEY_MODEL_SEEDS'] ?? 1000);
const TROUBLE_MS = 10 * 60_000;
/** After the last fault every deployment has this long to settle. */
const QUIET_MS = 15 * 60_000;

/** Lives through ten minutes of faults and then a quiet time; returns what was broken, in words. */
function live(seed: number, planner = planDeployment): string[] {
  const world = new ModelledWorld(seed, planner);
  const { chance, clock } = world;
  for (let event = 0; event < 8; event++) {
    clock.in(chance.between(0, TROUBLE_MS), () => {
      const kind = Math.floor(chance.between(0, 10));
      if (kind === 0) world.retarget('absent');
      else if (kind === 1) world.retarget('present');
      else if (kind === 2) world.setLink(false);
      else if (kind === 3) world.setLink(true);
      else if (kind === 4) world.setProvider(chance.happens(0.5));
      else if (kind === 5) world.reImage();
      else if (kind === 6) world.giveUp();
      else if (kind === 9) world.restart();
      else world.setFrozen(kind === 7);
    });
  }
  clock.pass(TROUBLE_MS, () => world.check());
  world.faults.on = false;
  world.setProvider(true);
  world.setFrozen(false);
  world.setLink(true);
  clock.pass(QUIET_MS, () => world.check());
  return [...new Set([...world.lies, ...unsettled(world)])];
}

function unsettled(world: ModelledWorld): string[] {
  const { facts, phase } = { facts: world.state, phase: world.judged().projected.phase };
  const left = world.remote.size;
  if (facts.desired === 'present') {
    return [...(phase === 'READY' ? [] : [`wanted, but ${phase}`]), ...(left === 1 ? [] : [`${left} remote endpoints for one device`])];
  }
  return [...(facts.removedAt ? [] : [`not wanted, but ${phase}`]), ...(left === 0 ? [] : [`${left} remote endpoints left behind`])];
}

describe('the planner among faults', () => {
  it(`settles every deployment and never lies, in ${SEEDS} seeded lives`, () => {
    const broken = Array.from({ length: SEEDS }, (_, seed) => ({ seed, lies: live(seed) })).filter(({ lies }) => lies.length > 0);
    expect(broken.slice(0, 5)).toEqual([]);
  });

  it('plans the same twice from the same facts', () => {
    const first = live(7);
    expect(live(7)).toEqual(first);
  });

  it.each([
    {
      bug: 'never removes what is not wanted any more',
      planner: ((facts, conditions, now, pace) => {
        const plan = planDeployment(facts, conditions, now, pace);
        return plan.instruct?.kind === 'remove-remote-agent' ? { ...plan, instruct: null } : plan;
      }) satisfies typeof planDeployment,
    },
    {
      bug: 'closes a removal before the device has proven it',
      planner: ((facts, conditions, now, pace) => ({
        ...planDeployment(facts, conditions, now, pace), ...(facts.desired === 'absent' && !facts.removedAt ? { closeRemoval: true } : {}),
      })) satisfies typeof planDeployment,
    },
    {
      bug: 'calls a removal proven because nobody waits for it any more',
      planner: ((facts, conditions, now, pace) => ({
        ...planDeployment(facts, conditions, now, pace), ...(facts.givenUpAt && !facts.removedAt && facts.endpoints.length === 0 ? { closeRemoval: true } : {}),
      })) satisfies typeof planDeployment,
    },
    {
      bug: 'sends a second order while one is out',
      planner: ((facts, conditions, now, pace) => planDeployment({ ...facts, order: null }, conditions, now, pace)) satisfies typeof planDeployment,
    },
    {
      bug: 'blames the device for the silence of its provider',
      planner: ((facts, conditions, now, pace) => planDeployment({ ...facts, provider: { ...facts.provider, reachable: true } }, conditions, now, pace)) satisfies typeof planDeployment,
    },
    {
      bug: 'gives up after the first failure',
      planner: ((facts, conditions, now, pace) => {
        const failure = facts.failure && { ...facts.failure, retry: 'no' as const };
        return planDeployment({ ...facts, failure }, conditions, now, pace);
      }) satisfies typeof planDeployment,
    },
    {
      bug: 'gives orders although everything is frozen',
      planner: ((facts, conditions, now, pace) => planDeployment({ ...facts, frozen: false }, conditions, now, pace)) satisfies typeof planDeployment,
    },
    {
      bug: 'goes on trusting a remote agent that was started anew',
      planner: ((facts, _conditions, now, pace) => {
        const proof = facts.proof && { ...facts.proof, process: facts.agent.process };
        return planDeployment({ ...facts, proof }, judgeConditions({ ...facts, proof }, now), now, pace);
      }) satisfies typeof planDeployment,
    },
    {
      bug: 'asks for the next mark before the last one can have been seen',
      planner: ((facts, conditions, now, pace) => {
        const plan = planDeployment(facts, conditions, now, pace);
        const isIdle = facts.desired === 'present' && facts.device.online && !openOrder(facts, now) && hasRestarted(facts) && !plan.prove;
        return isIdle ? { ...plan, instruct: { kind: 'verify-identity', renewProof: true } as const } : plan;
      }) satisfies typeof planDeployment,
    },
    {
      bug: 'takes the old mark for the proof of a new process',
      planner: ((facts, conditions, now, pace) => {
        const plan = planDeployment(facts, conditions, now, pace);
        return { ...plan, prove: plan.prove ?? (hasRestarted(facts) ? (facts.proof?.remoteId ?? null) : null) };
      }) satisfies typeof planDeployment,
    },
    {
      bug: 'takes the first remote endpoint it sees for the device',
      planner: ((facts, conditions, now, pace) => ({
        ...planDeployment(facts, conditions, now, pace), prove: facts.proof ? null : (facts.endpoints[0]?.remoteId ?? null),
      })) satisfies typeof planDeployment,
    },
  ])('is found out when it $bug', ({ planner }) => {
    const caught = Array.from({ length: 200 }, (_, seed) => seed).some((seed) => live(seed, planner).length > 0);
    expect(caught).toBe(true);
  });
});
