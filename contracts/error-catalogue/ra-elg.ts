import { familyOf } from './catalogue-entry.js';

/** Reasons for which a device cannot or may not get a remote agent. */
export const RA_ELG = familyOf('ELG', [
  {
    code: 'RA-ELG-01',
    title: 'Operating system not supported',
    cause: "The version or edition of the device's operating system is below the minimum of the remote agent.",
    remedy: 'Upgrade the operating system, or exclude the device.',
    retry: 'trigger',
    who: ['administrator'],
  },
  {
    code: 'RA-ELG-02',
    title: 'Architecture not supported',
    cause: 'The provider has no remote agent for the processor of this device, for example for x86 or for ARM.',
    remedy: 'Exclude the device, or place it on a provider that supports its processor.',
    retry: 'trigger',
    who: ['administrator'],
  },
  {
    code: 'RA-ELG-03',
    title: 'Device type not eligible',
    cause:
      'The device is of a type that is not meant to be remote controlled: a network device, a phone, a probe or a hypervisor.',
    remedy: 'Exclude this device type, for example by a device group, so that it is no longer counted as missing.',
    retry: 'trigger',
    who: ['administrator'],
  },
  {
    code: 'RA-ELG-04',
    title: 'Endpoint agent too old to deploy',
    cause: 'The endpoint agent on the device does not yet know how to install this remote agent.',
    remedy:
      'Let the endpoint agent update itself, or update it by hand; the deployment continues as soon as the new version reports.',
    retry: 'trigger',
    who: ['administrator', 'automatic'],
  },
  {
    code: 'RA-ELG-05',
    title: 'Not enough disk space',
    cause: 'The device has less free disk space than the installation needs.',
    remedy: 'Free disk space on the device; the installation starts again when there is enough.',
    retry: 'auto',
    retryEveryMinutes: 240,
    who: ['technician'],
  },
  {
    code: 'RA-ELG-06',
    title: 'Excluded by rule',
    cause:
      'An exclusion or a pin covers this device: for its site, its device group, one of its tags or the device itself. The device page names the rule, its author and its reason.',
    remedy: 'Remove the exclusion or pin, or let it expire.',
    retry: 'trigger',
    who: ['administrator'],
  },
  {
    code: 'RA-ELG-07',
    title: 'Device not approved',
    cause: 'The device is new and waits for approval before anything is installed on it.',
    remedy: 'Check that the device is one of yours and approve it.',
    retry: 'trigger',
    who: ['administrator'],
  },
  {
    code: 'RA-ELG-08',
    title: 'Battery or metered connection',
    cause:
      'The device runs on battery or uses a metered connection, and the policy does not allow an installation then.',
    remedy: 'Wait until the device has power and an unmetered connection, or override the policy for this device.',
    retry: 'auto',
    who: ['automatic'],
  },
]);
