import { familyOf } from './catalogue-entry.js';

/** Support sessions, seen by guest and host. */
export const RA_GST = familyOf('GST', [
  {
    code: 'RA-GST-01',
    title: 'Code not recognised, expired or already used',
    cause: 'The code or link is not valid: it was mistyped, is too old, or has been used.',
    remedy: 'Ask the technician for a new one.',
    retry: 'none',
    who: ['end-user', 'technician'],
  },
  {
    code: 'RA-GST-02',
    title: 'Too many attempts',
    cause: 'Too many wrong codes were entered in a short time.',
    remedy: 'Wait for the time shown, then enter the code again.',
    retry: 'auto',
    who: [],
  },
  {
    code: 'RA-GST-03',
    title: 'Guest client did not start',
    cause: 'The guest client was not started, its download was blocked, or SmartScreen stopped it.',
    remedy: 'Follow the next step offered on the guest page; it leads from one way of starting to the next.',
    retry: 'none',
    who: ['end-user'],
    related: ['RA-SEC-03'],
  },
  {
    code: 'RA-GST-04',
    title: 'Guest client cannot reach the server',
    cause: 'The guest client runs, but the network of the guest does not let it reach the server.',
    remedy:
      'Run the connection test of the guest page: it shows which port is blocked. Send its result to the IT department.',
    retry: 'auto',
    who: ['network-team'],
  },
  {
    code: 'RA-GST-05',
    title: 'Administrator rights needed for this action',
    cause: 'Windows asks for administrator rights (UAC), and the guest client runs without them.',
    remedy:
      'Have the guest client run as administrator, or have an administrator enter their credentials at the device.',
    retry: 'none',
    who: ['end-user'],
  },
  {
    code: 'RA-GST-06',
    title: 'Mac permissions missing',
    cause: 'macOS has not been allowed to let the guest client record the screen or control the device.',
    remedy: 'Follow the steps of the guest page to grant the permissions.',
    retry: 'none',
    who: ['end-user'],
  },
  {
    code: 'RA-GST-07',
    title: 'Invitation e-mail not delivered',
    cause: 'The mail server refused the invitation, or it came back as undeliverable.',
    remedy: 'Give the guest the link or the code in another way, and check the address.',
    retry: 'auto',
    who: ['technician'],
  },
  {
    code: 'RA-GST-08',
    title: 'Session ended',
    cause: 'The session was ended by the host, by the guest, by its time limit or because access was revoked.',
    remedy: 'This is information; start a new session if more help is needed.',
    retry: 'none',
    who: [],
  },
  {
    code: 'RA-GST-09',
    title: 'Consent withdrawn during session',
    cause: 'The guest pressed stop and withdrew the consent.',
    remedy: 'Talk to the guest; only they can allow it again.',
    retry: 'none',
    who: ['end-user'],
  },
]);
