import { familyOf } from './catalogue-entry.js';

/** Settings on their way to the device. */
export const RA_CFG = familyOf('CFG', [
  {
    code: 'RA-CFG-01',
    title: 'Settings not yet applied',
    cause: 'The new settings wait until no technician is connected to the device.',
    remedy: 'Nothing needs to be done: they are applied when the session ends.',
    retry: 'auto',
    who: ['automatic'],
  },
  {
    code: 'RA-CFG-02',
    title: 'Consent switch unavailable on instance',
    cause:
      'The policy asks for consent, and "Is User Allowed to Require Consent" is off on the instance, or nobody has confirmed that its roles ask; launches that need consent are refused there.',
    remedy: 'Switch the option on in the configuration of the instance, see that its roles ask for consent, and confirm that in its connection.',
    retry: 'trigger',
    who: ['super-admin'],
  },
  {
    code: 'RA-CFG-03',
    title: 'Settings file could not be written',
    cause:
      'The settings file of the remote agent is locked, its permissions do not allow writing, or security software protects it.',
    remedy:
      'It is tried again, then the agent is reinstalled. If that fails, check permissions and security software on the device.',
    retry: 'auto',
    retries: 3,
    who: ['technician'],
  },
  {
    code: 'RA-CFG-04',
    title: 'Settings changed locally',
    cause: 'A user or a tool has changed the settings of the remote agent on the device.',
    remedy: 'They are applied again. If it keeps happening, find out which tool changes them: every change is counted.',
    retry: 'auto',
    retries: 5,
    who: ['administrator'],
  },
  {
    code: 'RA-CFG-05',
    title: 'Change needs a reinstallation or a restart of the instance',
    cause: 'The provider can apply this change only by reinstalling the agent or by restarting its instance.',
    remedy: 'Schedule the change into a maintenance window.',
    retry: 'none',
    who: ['super-admin'],
  },
]);

/** Versions of the remote agent. */
export const RA_UPD = familyOf('UPD', [
  {
    code: 'RA-UPD-01',
    title: 'Version mismatch of agent and server',
    cause: 'The remote agent has another version than its server, and automatic updates are off.',
    remedy: 'Switch "Automatically update agent version" on in the policy, or update the agent now.',
    retry: 'trigger',
    who: ['super-admin'],
  },
  {
    code: 'RA-UPD-02',
    title: 'Update failed, old version kept',
    cause: 'The update of the remote agent failed; the previous version still runs and can be used.',
    remedy: 'Read the code of the installer that comes with it, and follow its remedy.',
    retry: 'auto',
    retries: 3,
    who: ['technician'],
  },
  {
    code: 'RA-UPD-03',
    title: 'Update waits: session in progress',
    cause: 'A technician is connected to the device, and the update is processed only without one.',
    remedy: 'Nothing needs to be done: the update starts when the session ends.',
    retry: 'auto',
    who: ['automatic'],
  },
  {
    code: 'RA-UPD-04',
    title: 'Downgrade refused',
    cause:
      'The remote agent on the device is newer than its instance, and an older version is never installed over it.',
    remedy: 'Upgrade the instance.',
    retry: 'no',
    who: ['super-admin'],
  },
]);
