import { familyOf } from './catalogue-entry.js';

/** Removal until it is proven. */
export const RA_RMV = familyOf('RMV', [
  {
    code: 'RA-RMV-01',
    title: 'Waiting for the device to come online',
    cause: 'The remote agent is to be removed, and the device is offline. The removal is kept as a tombstone.',
    remedy: 'Nothing needs to be done: the agent is uninstalled at the next contact, however late.',
    retry: 'trigger',
    who: ['automatic'],
  },
  {
    code: 'RA-RMV-02',
    title: 'Waiting for the session to end',
    cause: 'A technician is connected to the device, and the provider uninstalls only without one.',
    remedy: 'Wait for the session to end, or end it.',
    retry: 'auto',
    who: ['technician'],
  },
  {
    code: 'RA-RMV-03',
    title: 'Uninstallation failed',
    cause: 'The uninstallation of the remote agent ended with an error, or something of it was still found afterwards.',
    remedy: 'A clean uninstallation is tried as well. If it fails too, read the details and remove the rest by hand.',
    retry: 'auto',
    retries: 3,
    who: ['technician'],
  },
  {
    code: 'RA-RMV-04',
    title: 'Agent came back after deletion',
    cause:
      'The remote endpoint was deleted at the provider only, and the agent that is still on the device registered again.',
    remedy: 'Nothing needs to be done: the agent is uninstalled at its contact, and its identity is blocked.',
    retry: 'auto',
    who: ['automatic'],
  },
  {
    code: 'RA-RMV-05',
    title: 'Removed at device, record remains',
    cause: 'The agent is proven to be gone from the device; the record of the provider is still there.',
    remedy: 'Nothing needs to be done: the record is deleted after the proof.',
    retry: 'auto',
    who: ['automatic'],
  },
  {
    code: 'RA-RMV-06',
    title: 'Device never returned',
    cause: 'The device has not been in contact for so long that the removal on it cannot be proven.',
    remedy:
      'The certificate says "unproven", and the device is on the list of residual risks. Find out what became of it.',
    retry: 'no',
    who: ['administrator'],
  },
  {
    code: 'RA-RMV-07',
    title: 'Not removed: also used by another owner',
    cause: 'Another package or a co-managing owner still wants the agent on this device.',
    remedy: 'This is information; nothing needs to be done.',
    retry: 'none',
    who: [],
  },
]);
