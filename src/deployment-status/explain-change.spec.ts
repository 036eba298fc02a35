import { FRONT_DESK, minutesAgo as ago, NOON } from '../../test/personas/front-desk.js';
import { judgeConditions } from './conditions.js';
import type { DeploymentFacts } from './deployment-facts.js';
import { type ChangedDeployment, explainChange, SILENCE } from './explain-change.js';
import { projectPhase } from './project-phase.js';

const ORDER: NonNullable<DeploymentFacts['order']> = {
  kind: 'install-remote-agent', generation: 3n, attempt: 2, issuedAt: ago(0.5), expiresAt: ago(-4), acknowledgedAt: null, step: null, progressAt: null, reportedAt: null,
};
const reported = (code: string, detail: string): DeploymentFacts['failure'] => ({ code, detail, generation: 3n, at: ago(1), retry: 'auto' });
const offline = { ...FRONT_DESK.device, online: false };
const away = { ...FRONT_DESK.provider, reachable: false };
const nothingYet: Partial<DeploymentFacts> = { agent: { ...FRONT_DESK.agent, installed: null, at: null, remoteId: null, configuredGeneration: null }, endpoints: [], proof: null };

interface Move {
  readonly from: Partial<DeploymentFacts>;
  readonly to: Partial<DeploymentFacts>;
  readonly known?: Partial<Pick<ChangedDeployment, 'release' | 'cleared'>>;
}

/** From one judged state to the next, as the reconciler sees both. */
function moved({ from, to, known }: Move) {
  const [before, after] = [{ ...FRONT_DESK, ...from }, { ...FRONT_DESK, ...to }];
  const judge = (facts: DeploymentFacts) => ({ facts, conditions: judgeConditions(facts, NOON), projected: projectPhase(facts, judgeConditions(facts, NOON), NOON) });
  const [was, is] = [judge(before), judge(after)];
  expect(is.projected).not.toEqual(was.projected);
  return explainChange(
    {
      ...is, deviceName: 'front desk', providerName: 'Embedded engine', release: { by: 'Dana', cause: 'Policy changed: Standard.' }, cleared: null, ...known,
      before: { ...was.projected, generation: before.generation, at: ago(5), conditions: Object.values(was.conditions) },
    },
    NOON,
  );
}

describe('what moved a deployment', () => {
  it.each<Move & { when: string; actor: string; cause: RegExp }>([
    { when: 'a policy was changed', from: {}, to: { generation: 4n }, actor: 'Dana', cause: /^Policy changed: Standard\.$/ },
    { when: 'a release has no recorded change', from: {}, to: { generation: 4n }, known: { release: { by: null, cause: null } }, actor: 'Latchkey', cause: /wanted/ },
    { when: 'an order went out', from: nothingYet, to: { ...nothingYet, order: ORDER }, actor: 'Latchkey', cause: /told to install the remote agent, attempt 2/ },
    { when: 'the device took the order', from: { ...nothingYet, order: ORDER }, to: { ...nothingYet, order: { ...ORDER, acknowledgedAt: ago(0) } }, actor: 'front desk', cause: /taken the order/ },
    {
      when: 'the device said how far it is', from: { ...nothingYet, order: ORDER }, to: { ...nothingYet, order: { ...ORDER, acknowledgedAt: ago(0), step: 'downloading' } },
      actor: 'front desk', cause: /downloading/,
    },
    { when: 'the device reported installed', from: nothingYet, to: { endpoints: [], proof: null }, actor: 'front desk', cause: /installed and runs\. The newest settings are applied\.$/ },
    { when: 'the provider saw the remote agent', from: { endpoints: [], proof: null }, to: { proof: null }, actor: 'Embedded engine', cause: /is connected to the provider/ },
    { when: 'both agreed', from: { proof: null }, to: {}, actor: 'Latchkey', cause: /have agreed/ },
    { when: 'the device went offline', from: {}, to: { device: offline }, actor: 'front desk', cause: /not connected/ },
    { when: 'the device came back', from: { device: offline }, to: {}, actor: 'front desk', cause: /connected again/ },
    { when: 'the remote agent lost its provider', from: {}, to: { endpoints: [{ ...FRONT_DESK.endpoints[0]!, connected: false }] }, actor: 'Embedded engine', cause: /not connected to the provider/ },
    { when: 'the remote agent was stopped', from: {}, to: { agent: { ...FRONT_DESK.agent, running: false } }, actor: 'front desk', cause: /does not run/ },
    { when: 'its identity was copied', from: {}, to: { device: { ...offline, quarantine: 'RA-AGT-07' } }, actor: 'Latchkey', cause: /in doubt/ },
    { when: 'nobody has approved it, whatever else is wrong', from: {}, to: { device: { ...offline, quarantine: 'RA-ELG-07' }, provider: away }, actor: 'Latchkey', cause: /approved the device yet/ },
    { when: 'somebody approved it', from: { ...nothingYet, device: { ...offline, quarantine: 'RA-ELG-07' } }, to: { ...nothingYet, device: offline }, actor: 'Latchkey', cause: /out of quarantine/ },
    { when: 'somebody gave up waiting', from: { desired: 'absent', device: offline }, to: { desired: 'absent', device: offline, givenUpAt: ago(1) }, actor: 'Latchkey', cause: /given up waiting/ },
    { when: 'the provider went down', from: {}, to: { provider: away }, actor: 'Embedded engine', cause: /cannot be reached/ },
    { when: 'the provider came back', from: { ...nothingYet, provider: away }, to: nothingYet, actor: 'Embedded engine', cause: /reached again/ },
    { when: 'the device reported a failure', from: nothingYet, to: { ...nothingYet, failure: reported('RA-NET-08', 'the line was cut') }, actor: 'front desk', cause: /the line was cut/ },
    { when: 'the device reported that it got stuck', from: nothingYet, to: { ...nothingYet, failure: reported('RA-SYS-01', 'no progress') }, actor: 'front desk', cause: /no progress/ },
    { when: 'nobody reported anything in time', from: { proof: null }, to: { proof: null, failure: reported('RA-AGT-08', SILENCE) }, actor: 'Latchkey', cause: /deadline/ },
    {
      when: 'the order expired unanswered', from: { ...nothingYet, order: ORDER },
      to: { ...nothingYet, order: { ...ORDER, expiresAt: ago(1) }, failure: reported('RA-NET-08', 'of the attempt before') }, actor: 'Latchkey', cause: /did not answer/,
    },
    { when: 'the order was never taken', from: { ...nothingYet, order: ORDER }, to: { ...nothingYet, order: { ...ORDER, issuedAt: ago(2) } }, actor: 'Latchkey', cause: /did not answer/ },
    {
      when: 'somebody asked to try again', from: { ...nothingYet, failure: reported('RA-NET-08', 'cut') }, to: { ...nothingYet, order: ORDER },
      known: { cleared: { by: 'Theo', at: ago(1) } }, actor: 'Theo', cause: /try again/,
    },
    {
      when: 'the device noticed that its cause is gone', from: { ...nothingYet, failure: reported('RA-NET-08', 'cut') }, to: { ...nothingYet, order: ORDER },
      known: { cleared: { by: null, at: ago(1) } }, actor: 'front desk', cause: /cause is gone/,
    },
    {
      when: 'something else moves it long after a cause was cleared', from: nothingYet, to: { ...nothingYet, order: ORDER },
      known: { cleared: { by: 'Theo', at: ago(50) } }, actor: 'Latchkey', cause: /was told/,
    },
    { when: 'there is nothing for its platform', from: {}, to: { provider: { ...FRONT_DESK.provider, platformSupported: false } }, actor: 'Embedded engine', cause: /platform/ },
    { when: 'the grace period ended', from: { desired: 'absent', removeAfter: ago(-1) }, to: { desired: 'absent', removeAfter: ago(1) }, actor: 'Latchkey', cause: /grace/ },
    { when: 'nothing is left', from: { desired: 'absent' }, to: { desired: 'absent', removedAt: ago(0) }, actor: 'Latchkey', cause: /nothing is left/ },
  ])('is told when $when', ({ actor, cause, ...move }) => {
    expect(moved(move)).toEqual({ actor, cause: expect.stringMatching(cause) });
  });
});
