import { REMOTE_ACCESS_DEFAULTS, type ResolvedSettings } from '../../contracts/policy-settings.js';
import { settingsAtLaunch } from './settings-at-launch.js';

const given: ResolvedSettings = { ...REMOTE_ACCESS_DEFAULTS, enabled: true, 'capability.files': false, 'consent.mode': 'never', 'visibility.trayIcon': true };
const wanted: ResolvedSettings = { ...given, 'capability.files': true, 'consent.mode': 'always', 'visibility.trayIcon': false };
const released = { settings: given, pinned: false, removalWaits: false };

describe('what holds when somebody opens a device', () => {
  it('is the newest policy where nothing was given yet', () => {
    expect(settingsAtLaunch(wanted, null)).toEqual(wanted);
  });

  it('is stricter at once, and looser only when it was released', () => {
    expect(settingsAtLaunch(wanted, released)).toMatchObject({ 'consent.mode': 'always', 'capability.files': false });
    expect(settingsAtLaunch(given, { ...released, settings: wanted })).toMatchObject({ 'consent.mode': 'always', 'capability.files': false });
  });

  it('follows the newest policy where nothing is stricter than anything else', () => {
    expect(settingsAtLaunch(wanted, released)['visibility.trayIcon']).toBe(false);
  });

  it('stays what it was on a pinned device', () => {
    expect(settingsAtLaunch({ ...wanted, enabled: false }, { ...released, pinned: true })).toEqual(given);
  });

  it('has a value for a setting that a pinned device was given before there was one', () => {
    const { 'session.maxMinutes': _, ...older } = given;
    expect(settingsAtLaunch(wanted, { ...released, settings: older as ResolvedSettings, pinned: true })['session.maxMinutes']).toBe(480);
  });

  it('leaves Log In to a device whose removal waits, and takes it from one whose removal was released', () => {
    const gone = { ...wanted, enabled: false };
    expect(settingsAtLaunch(gone, { ...released, removalWaits: true }).enabled).toBe(true);
    expect(settingsAtLaunch(gone, released).enabled).toBe(false);
  });
});
