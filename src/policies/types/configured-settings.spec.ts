import { configuredSettings } from './configured-settings.js';
import { policyType as remoteAccess } from './remote-access/index.js';

describe('the settings of a remote access policy', () => {
  it('keep what is configured and forget what is not', () => {
    expect(
      configuredSettings(remoteAccess, { 'consent.mode': 'always', enabled: true, 'visibility.banner': null }),
    ).toEqual({
      enabled: true,
      'consent.mode': 'always',
    });
  });

  it('keep equal values in one spelling', () => {
    expect(configuredSettings(remoteAccess, { 'session.allowedHours': 'TUE,mon 08:00-12:00, 12:00-18:00' })).toEqual({ 'session.allowedHours': 'mon-tue 08:00-18:00' });
  });

  it.each([
    { settings: { 'session.allowedHours': 'at night' }, pointer: '/settings/session.allowedHours' },
    { settings: { 'session.joinReasonPattern': '(' }, pointer: '/settings/session.joinReasonPattern' },
    { settings: { 'session.joinReasonPattern': '(a+)+' }, pointer: '/settings/session.joinReasonPattern' },
    { settings: { 'session.joinReasonPattern': 'a'.repeat(201) }, pointer: '/settings/session.joinReasonPattern' },
    { settings: { 'agent.version': 'latest' }, pointer: '/settings/agent.version' },
    { settings: { 'session.maxMinutes': 0 }, pointer: '/settings/session.maxMinutes' },
    { settings: { 'consent.mode': 'sometimes' }, pointer: '/settings/consent.mode' },
    { settings: { enabled: 'true' }, pointer: '/settings/enabled' },
    { settings: { 'consent.timeoutSeconds': 9 }, pointer: '/settings/consent.timeoutSeconds' },
    { settings: { 'consent.timeoutSeconds': 60.5 }, pointer: '/settings/consent.timeoutSeconds' },
  ])('are refused where $pointer says what it cannot', ({ settings, pointer }) => {
    expect(() => configuredSettings(remoteAccess, settings)).toThrow(
      expect.objectContaining({ code: 'API-INPUT-01', facts: { errors: [expect.objectContaining({ pointer })] } }),
    );
  });

  it.each(['colour', 'constructor', '__proto__x', 'a/b~c'])('are refused where %s is no setting', (key) => {
    expect(() => configuredSettings(remoteAccess, { [key]: true })).toThrow(
      expect.objectContaining({ code: 'API-INPUT-02' }),
    );
  });
});
