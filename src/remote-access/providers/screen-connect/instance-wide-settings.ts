import type { InstanceWideSetting, SettingOnWord } from '../../provider-kind.js';

const EDITOR = '/Administration';
const IN_EDITOR = 'Administration > Advanced > Edit Settings';

/**
 * What policies speak about too, and what is one value for the whole server: there is no documented way to read or write it, so that
 * an administrator does it in the server's own editor.
 */
export const INSTANCE_WIDE: readonly InstanceWideSetting[] = [
  {
    key: 'consent.userMayRequire', title: 'Is User Allowed to Require Consent', name: 'IsUserAllowedToRequireConsent', outOfTheBox: false, place: IN_EDITOR, path: EDITOR,
    needsReinstall: false, code: 'RA-CFG-02',
  },
  { key: 'agent.autoUpdate', title: 'Automatically Update Agent Version', name: 'AutoReinstallOldVersionClient', outOfTheBox: false, place: IN_EDITOR, path: EDITOR, needsReinstall: false, code: 'RA-UPD-01' },
  { key: 'visibility.balloon', title: 'Notification Balloon', name: 'AccessShowBalloonOnConnect', outOfTheBox: true, place: IN_EDITOR, path: EDITOR, needsReinstall: true, code: null },
  { key: 'visibility.trayIcon', title: 'Tray icon', name: 'AccessShowSystemTrayIcon', outOfTheBox: true, place: IN_EDITOR, path: EDITOR, needsReinstall: true, code: null },
  { key: 'visibility.banner', title: 'Connection banner', name: 'AccessShowUnderControlBanner', outOfTheBox: true, place: IN_EDITOR, path: EDITOR, needsReinstall: true, code: null },
  { key: 'session.lockOnEnd', title: 'Lock when a session ends', name: 'AccessLockMachineOnDisconnect', outOfTheBox: false, place: IN_EDITOR, path: EDITOR, needsReinstall: true, code: null },
];

/** A role with HostSessionWithoutConsent joins unasked, and roles cannot be read; the switch in the user's hands needs its setting besides. */
export const ON_WORD: readonly SettingOnWord[] = [
  { key: 'consent.mode', values: ['always', 'if-user-present'], field: 'rolesAskForConsent', word: 'yes', code: 'RA-CFG-02' },
];
