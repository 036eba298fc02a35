import { familyOf } from './catalogue-entry.js';

/** The installer itself: is it the file it should be? */
export const RA_PKG = familyOf('PKG', [
  {
    code: 'RA-PKG-01',
    title: 'Installer hash mismatch',
    cause:
      'The installer that the device received does not have the pinned SHA-256: it was damaged on the way, or changed.',
    remedy:
      'It is downloaded once more. If the second copy differs too, treat it as a security incident: nothing was run.',
    retry: 'auto',
    retries: 1,
    who: ['vendor'],
  },
  {
    code: 'RA-PKG-02',
    title: 'Installer signature invalid or untrusted',
    cause: 'The installer is not signed, its signature was revoked, or its publisher is unknown to the device.',
    remedy: 'Install the certificate of the publisher on the device, or allow the publisher.',
    retry: 'no',
    who: ['super-admin'],
  },
  {
    code: 'RA-PKG-03',
    title: 'Signing certificate revoked or past its deadline',
    cause:
      'The vendor has rotated the certificate that signs its agents, and agents with the old signature stop being accepted.',
    remedy: 'Update the fleet before the date of the rotation; plan it as a rollout.',
    retry: 'trigger',
    who: ['super-admin'],
  },
  {
    code: 'RA-PKG-04',
    title: 'Installer URL changed',
    cause:
      'The installer is no longer found (404) at its address after an update of the vendor, which renamed it.',
    remedy: 'Update Latchkey to a version whose provider adapter knows the new address.',
    retry: 'trigger',
    who: ['vendor'],
  },
  {
    code: 'RA-PKG-05',
    title: 'Wrong installer for site',
    cause: 'The client and site written into the installer are not those of the device.',
    remedy: 'Nothing needs to be done: the installer is built again for the right site.',
    retry: 'auto',
    who: ['automatic'],
  },
]);
