import fc from 'fast-check';
import { type DeploymentFacts, judgeConditions } from '../deployment-status/index.js';
import { FRONT_DESK, NOON } from '../../test/personas/front-desk.js';
import { planDeployment } from './plan-deployment.js';

const planOf = (bend: Partial<DeploymentFacts>) => {
  const facts = { ...FRONT_DESK, ...bend };
  return planDeployment(facts, judgeConditions(facts, NOON), NOON);
};
const succeeds = { predecessor: 'free' as const };

describe('a front desk that another instance still serves', () => {
  it('is handed over once everything is proven', () => {
    expect(planOf(succeeds).handOver).toBe(true);
  });

  it.each<[string, Partial<DeploymentFacts>]>([
    ['nothing serves it elsewhere', { predecessor: null }],
    ['somebody has it open there', { predecessor: 'in-session' }],
    ['its identity is not proven here', { proof: null }],
    ['it is not connected here', { endpoints: FRONT_DESK.endpoints.map((each) => ({ ...each, connected: false })) }],
    ['what it has said is of an earlier generation', { generation: FRONT_DESK.generation + 1n }],
    ['everything is frozen', { frozen: true }],
    ['it is not wanted here itself', { desired: 'absent' }],
  ])('is not handed over while %s', (_, bend) => {
    expect(planOf({ ...succeeds, ...bend }).handOver).toBe(false);
  });

  it('is looked at again within a minute for as long as something serves it elsewhere', () => {
    expect(planOf({ predecessor: 'in-session' }).checkAgainInMs).toBeLessThanOrEqual(60_000);
    expect(planOf({ predecessor: null }).checkAgainInMs).toBeGreaterThan(60_000);
  });

  it('is never handed over by what a device or provider has not shown, whatever else is so', () => {
    const facts = fc.record({
      installed: fc.constantFrom(null, true, false), connected: fc.boolean(), proven: fc.boolean(), configured: fc.constantFrom(null, 2n, 3n),
      reachable: fc.boolean(), online: fc.boolean(), incarnation: fc.constantFrom(1, 2), inSession: fc.boolean(),
    });
    fc.assert(
      fc.property(facts, ({ installed, connected, proven, configured, reachable, online, incarnation, inSession }) => {
        const plan = planOf({
          ...succeeds, incarnation, inSession, device: { ...FRONT_DESK.device, online }, provider: { ...FRONT_DESK.provider, reachable },
          agent: { ...FRONT_DESK.agent, installed, configuredGeneration: configured }, proof: proven ? FRONT_DESK.proof : null,
          endpoints: FRONT_DESK.endpoints.map((each) => ({ ...each, connected })),
        });
        const isShown = installed === true && connected && proven && configured === 3n && reachable && incarnation === 1;
        expect(plan.handOver).toBe(isShown);
      }),
      { numRuns: 1000 },
    );
  });

  it('gets no order while the same product of another instance is still on the device', () => {
    const unproven = { proof: null, endpoints: [], agent: { ...FRONT_DESK.agent, installed: false } };
    expect(planOf(unproven).instruct?.kind).toBe('install-remote-agent');
    expect(planOf({ ...unproven, rival: { errorCode: null } }).instruct).toBeNull();
  });
});
