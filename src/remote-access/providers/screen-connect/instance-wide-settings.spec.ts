import { catalogueEntry } from '../../../../contracts/error-catalogue.js';
import { REMOTE_ACCESS_SETTINGS } from '../../../../contracts/policy-settings.js';
import { screenConnect } from './index.js';

const SETTINGS = screenConnect.instanceWide!;

describe('the settings that a ScreenConnect server has once', () => {
  it('are none that a policy could decide for one device', () => {
    expect(SETTINGS.filter(({ key }) => screenConnect.expressible.has(key))).toEqual([]);
  });

  it.each(SETTINGS)('$title is a setting of policies, and its code is in the catalogue', ({ key, code, outOfTheBox }) => {
    expect(REMOTE_ACCESS_SETTINGS.map((each) => each.key)).toContain(key);
    expect(typeof outOfTheBox).toBe('boolean');
    expect(code === null || catalogueEntry(code) !== null).toBe(true);
  });

  it('name the switch without which nobody can be asked for consent', () => {
    expect(SETTINGS.find(({ name }) => name === 'IsUserAllowedToRequireConsent')).toMatchObject({ key: 'consent.userMayRequire', code: 'RA-CFG-02' });
  });
});
