import { familyOf } from './catalogue-entry.js';

/** The provider instance: reachable, licensed, permitted, and the one we pinned. */
export const RA_INS = familyOf('INS', [
  {
    code: 'RA-INS-01',
    title: 'Instance unreachable',
    cause:
      'Latchkey cannot reach the provider instance: its name does not resolve, the connection fails, or it answers with a server error. It is one incident for all devices of the instance, not a fault of the device.',
    remedy:
      'Check that the instance runs and that the Latchkey server can reach it. The deployments continue by themselves when it answers again.',
    retry: 'auto',
    who: ['super-admin'],
  },
  {
    code: 'RA-INS-02',
    title: 'Instance in maintenance or restarting',
    cause: 'The provider instance is restarting, for example because its web.config was changed, or an administrator has paused new launches on it.',
    remedy: 'Wait; the deployment continues when the instance is back. Paused launches are let in again on the page of the provider.',
    retry: 'auto',
    who: ['automatic'],
  },
  {
    code: 'RA-INS-03',
    title: 'Credentials rejected',
    cause:
      'The instance refuses the credentials of Latchkey: the API secret or user was revoked, the account is locked, or it has too few authentication factors.',
    remedy: 'Renew the integration secret of the provider instance and test the connection.',
    retry: 'trigger',
    who: ['super-admin'],
  },
  {
    code: 'RA-INS-04',
    title: 'Permission missing on instance',
    cause:
      'The service account of Latchkey lacks a permission on the instance, for example BuildAccessInstaller, EditSession or UninstallSession.',
    remedy: 'Grant the permission that the details name to the service account on the instance.',
    retry: 'trigger',
    who: ['super-admin'],
  },
  {
    code: 'RA-INS-05',
    title: 'Required extension missing',
    cause:
      'An extension that Latchkey needs on the instance, RESTful API Manager or Advanced Configuration Editor, is not installed or not active, or the instance shows it as Load Error or License Restricted.',
    remedy: 'Install and enable the extension on the instance.',
    retry: 'trigger',
    who: ['super-admin'],
  },
  {
    code: 'RA-INS-06',
    title: 'Licence seats exhausted',
    cause: 'The instance has no free agent licence for this device.',
    remedy:
      'Buy more licences, or remove stale and duplicate agents; the candidates are listed on the page of the provider instance.',
    retry: 'trigger',
    who: ['super-admin'],
  },
  {
    code: 'RA-INS-07',
    title: 'Licence out of maintenance or expired',
    cause: 'The licence of the instance has expired, or it does not cover the version that is needed.',
    remedy: 'Renew the licence of the instance.',
    retry: 'trigger',
    who: ['super-admin'],
  },
  {
    code: 'RA-INS-08',
    title: 'Instance TLS certificate invalid',
    cause:
      'The TLS certificate of the instance has expired, names another host, or comes from an authority that is not trusted.',
    remedy: 'Renew the certificate of the instance.',
    retry: 'trigger',
    who: ['super-admin'],
  },
  {
    code: 'RA-INS-09',
    title: 'Rate limited by instance',
    cause: 'The instance answers that it gets too many requests, or has become slow. Latchkey slows down.',
    remedy: 'Nothing needs to be done; the deployment continues more slowly.',
    retry: 'auto',
    who: ['automatic'],
  },
  {
    code: 'RA-INS-10',
    title: 'Instance version not supported',
    cause: 'The version of the instance is below the minimum that Latchkey supports.',
    remedy: 'Upgrade the instance.',
    retry: 'trigger',
    who: ['super-admin'],
  },
  {
    code: 'RA-INS-11',
    title: 'Wrong region or instance',
    cause: 'The site is bound to a provider instance other than the one this device was found on.',
    remedy: 'Correct the placement of the site.',
    retry: 'no',
    who: ['super-admin'],
  },
  {
    code: 'RA-INS-12',
    title: 'Instance fingerprint changed',
    cause:
      'The instance shows another server key than the one that was pinned. Either the key was rotated, or somebody else answers in its place.',
    remedy:
      'Find out whether the key was rotated on purpose. If so, confirm the new fingerprint; if not, treat it as a security incident.',
    retry: 'no',
    who: ['super-admin'],
  },
  {
    code: 'RA-INS-13',
    title: 'Provider instance is full',
    cause: 'The instance serves as many devices as it is meant for.',
    remedy: 'Place the site on another instance, raise the capacity in the settings of this one, or add an instance.',
    retry: 'no',
    who: ['super-admin'],
  },
  {
    code: 'RA-INS-14',
    title: 'Provider instance takes no new sites',
    cause: 'An administrator has closed the instance to new sites or has switched it off; those that are on it stay.',
    remedy: 'Place the site on another instance, or let this one take sites again in its settings, where it is switched on too.',
    retry: 'no',
    who: ['super-admin'],
  },
]);
