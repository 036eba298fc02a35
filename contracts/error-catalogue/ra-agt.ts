import { familyOf } from './catalogue-entry.js';

/** The remote agent's life on the device, and the proof of who it is. */
export const RA_AGT = familyOf('AGT', [
  {
    code: 'RA-AGT-01',
    title: 'Registered nowhere in time',
    cause: 'The remote agent is installed, but the provider instance has not seen it within the time allowed.',
    remedy:
      'Check in this order whether the relay is blocked, TLS inspection is in the way, or the key of the instance has changed.',
    retry: 'auto',
    who: ['network-team'],
    related: ['RA-NET-03', 'RA-NET-05', 'RA-INS-12'],
  },
  {
    code: 'RA-AGT-02',
    title: 'Service stopped',
    cause: 'The service of the remote agent is not running.',
    remedy: 'Latchkey starts it and sets it to start automatically.',
    retry: 'auto',
    retries: 3,
    who: ['automatic'],
  },
  {
    code: 'RA-AGT-03',
    title: 'Service disabled or start type changed',
    cause: 'A user or a tool has disabled the service of the remote agent or changed how it starts.',
    remedy:
      'Latchkey restores it. If it happens again, find out which tool changes it; the actor is shown where it is known.',
    retry: 'auto',
    retries: 3,
    who: ['technician'],
  },
  {
    code: 'RA-AGT-04',
    title: 'Service running, not communicating',
    cause: 'The service of the remote agent runs but has no connection to the provider instance.',
    remedy: 'Latchkey restarts it, then reinstalls it.',
    retry: 'auto',
    retries: 3,
    who: ['automatic'],
    related: ['RA-NET-03', 'RA-NET-05'],
  },
  {
    code: 'RA-AGT-05',
    title: 'Removed by a local user',
    cause: 'The remote agent was uninstalled on the device without an instruction of Latchkey.',
    remedy:
      'It is reinstalled as the policy says, and the administrator is told. Ask at the device why it was removed, or exclude the device.',
    retry: 'auto',
    who: ['administrator'],
  },
  {
    code: 'RA-AGT-06',
    title: 'Duplicate sessions for one device',
    cause:
      'The provider shows more than one remote endpoint for this device, after a reinstallation, a new name or a re-image.',
    remedy:
      'The proven one is kept and the others are retired. Where it is not certain which is right, somebody has to confirm.',
    retry: 'auto',
    retryNote: 'Waits for confirmation where it is not certain.',
    who: ['technician'],
  },
  {
    code: 'RA-AGT-07',
    title: 'Two devices share one identity',
    cause:
      'The same agent identity is used by two different sets of hardware: an image was cloned after the agent had been installed.',
    remedy:
      'Reset the identity of the clones, and take the agent out of the image. Neither can be launched until they are told apart.',
    retry: 'auto',
    retries: 1,
    who: ['technician'],
  },
  {
    code: 'RA-AGT-08',
    title: 'Identity not proven',
    cause:
      'It has not been proven yet that the remote endpoint at the provider is this device: the round trip of the one-time mark is missing for its present installation.',
    remedy: 'Nothing needs to be done: the proof runs by itself, and Log In stays off until it succeeds.',
    retry: 'auto',
    who: ['automatic'],
  },
  {
    code: 'RA-AGT-09',
    title: 'Wrong site or client on the instance',
    cause:
      'The provider instance still shows the device under another site or client, because it was moved or renamed.',
    remedy: 'Nothing needs to be done: the properties are sent again and the remote endpoint is moved.',
    retry: 'auto',
    who: ['automatic'],
  },
  {
    code: 'RA-AGT-10',
    title: 'Agent points to another instance',
    cause:
      'The device already has a remote agent of this kind that belongs to another instance, installed by hand or by a previous supplier.',
    remedy: 'Decide whether the new agent is installed side by side or the existing one is migrated, and confirm it.',
    retry: 'trigger',
    retryNote: 'Waits for confirmation.',
    who: ['administrator'],
  },
  {
    code: 'RA-AGT-11',
    title: 'Identity key rejected by server',
    cause:
      'The server does not accept the key of the agent any more, because the server was re-keyed or restored from a backup.',
    remedy: 'The agent enrols again. If that fails, enrol the device with a new token.',
    retry: 'auto',
    retries: 1,
    who: ['super-admin'],
  },
  {
    code: 'RA-AGT-12',
    title: 'Manual installation found',
    cause: 'The device already has a remote agent of this instance that was installed by hand.',
    remedy: 'Nothing needs to be done: it is adopted, not installed a second time.',
    retry: 'auto',
    who: ['automatic'],
  },
]);
