import { type DeploymentFacts, judgeConditions } from '../deployment-status/index.js';
import { FRONT_DESK, minutesAgo, NOON } from '../../test/personas/front-desk.js';
import { planDeployment } from './plan-deployment.js';

const REMOTE_ID = FRONT_DESK.agent.remoteId!;
const JUST_INSTALLED: Partial<DeploymentFacts> = { proof: null, endpoints: [], order: null, agent: { ...FRONT_DESK.agent, at: minutesAgo(1) } };
const awaitedBy = (bend: Partial<DeploymentFacts>) => {
  const facts = { ...FRONT_DESK, ...JUST_INSTALLED, ...bend };
  return planDeployment(facts, judgeConditions(facts, NOON), NOON).awaits;
};

describe('a remote endpoint of which the front desk has told', () => {
  it('is awaited while the provider does not show it', () => {
    expect(awaitedBy({})).toBe(REMOTE_ID);
    expect(awaitedBy({ endpoints: FRONT_DESK.endpoints.map((each) => ({ ...each, showsProof: false })) })).toBe(REMOTE_ID);
  });

  it.each<[string, Partial<DeploymentFacts>]>([
    ['the provider shows it', { endpoints: FRONT_DESK.endpoints }],
    ['the front desk is offline', { device: { ...FRONT_DESK.device, online: false } }],
    ['the provider cannot be reached', { provider: { ...FRONT_DESK.provider, reachable: false } }],
    ['the mark is an old one', { proofNumber: FRONT_DESK.proofNumber + 1 }],
    ['the front desk was made anew', { incarnation: FRONT_DESK.incarnation + 1 }],
    ['nothing is installed', { agent: { ...FRONT_DESK.agent, installed: false } }],
    ['it was told an hour ago', { agent: { ...FRONT_DESK.agent, at: minutesAgo(60) } }],
    ['it is not wanted', { desired: 'absent' }],
  ])('is not awaited when %s', (_, bend) => {
    expect(awaitedBy(bend)).toBeNull();
  });
});
