import { configuredSettings } from './configured-settings.js';
import { remoteAccess } from './remote-access.js';

describe('the settings of a remote access policy', () => {
  it('keep what is configured and forget what is not', () => {
    expect(
      configuredSettings(remoteAccess, { 'consent.mode': 'always', enabled: true, 'visibility.banner': null }),
    ).toEqual({
      enabled: true,
      'consent.mode': 'always',
    });
  });

  it.each([
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
