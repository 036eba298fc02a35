import type { FixedSetting } from '../../provider-kind.js';

/** What engine-configuration.ts sets up for good, in the words of whoever asks why he cannot change it. */
export const FIXED_SETTINGS: readonly FixedSetting[] = [
  { key: 'portBind', title: 'Listens on', value: 'this machine only', why: 'Browsers and remote agents reach the engine through the listeners of Latchkey, which let nothing else pass.' },
  { key: 'nativeInterface', title: 'Native interface', value: 'unreachable', why: 'Whoever signs in there passes by policies, consent and the audit log. This page takes its place.' },
  { key: 'newAccounts', title: 'Accounts', value: 'two, both of Latchkey', why: 'Nobody signs in to the engine: one account does the work, the other can only watch a screen. Neither has a password.' },
  { key: 'guestDeviceSharing', title: 'Longest launch', value: '8 hours', why: 'The engine ends every launch then, whatever it is asked for. Policies and the setting above can only shorten it.' },
  { key: 'noAgentUpdate', title: 'Updates of remote agents', value: 'by Latchkey', why: 'The endpoint agent verifies what it runs; the engine never pushes a program to a device.' },
  { key: 'selfUpdate', title: 'Updates of the engine', value: 'with Latchkey', why: 'A version is tried with the adapter before it is installed. Put a newer one in engine/ and restart.' },
  { key: 'webRTC', title: 'Direct connections', value: 'off', why: 'A session between browser and device would pass by the listener that cuts it when it is revoked.' },
  { key: 'allowSavingDeviceCredentials', title: 'Saved device credentials', value: 'off', why: 'Passwords of devices have no place in the engine’s files.' },
];
