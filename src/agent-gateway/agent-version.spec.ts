import { AGENT_VERSION } from '../../agent/agent-version.js';
import { isTooOld } from './agent-version.js';

describe('an endpoint agent', () => {
  it.each([
    { version: '0.9.9', oldest: '1.0.0', tooOld: true },
    { version: '1.0.0', oldest: '1.0.0', tooOld: false },
    { version: '1.9.0', oldest: '1.10.0', tooOld: true },
    { version: '2.0.0-beta.1', oldest: '1.10.3', tooOld: false },
    { version: 'unreadable', oldest: '1.0.0', tooOld: false },
  ])('of version $version is too old for a server that serves $oldest and later: $tooOld', ({ version, oldest, tooOld }) => {
    expect(isTooOld(version, oldest)).toBe(tooOld);
  });

  it('of this release is served', () => {
    expect(isTooOld(AGENT_VERSION)).toBe(false);
  });
});
