import { familyOf } from './catalogue-entry.js';

/** Policies, packages and assignments that do not add up. */
export const RA_POL = familyOf('POL', [
  {
    code: 'RA-POL-01',
    title: 'Conflicting policies',
    cause:
      'Two packages of equal precedence set different values for the same setting of this device. Until somebody decides, the value of the oldest assignment holds, never the one that was saved last.',
    remedy:
      'Open the effective policy of the device: it shows both paths. Give one assignment the higher priority, or make both policies say the same.',
    retry: 'trigger',
    who: ['administrator'],
  },
  {
    code: 'RA-POL-02',
    title: 'Policy disabled or deleted',
    cause:
      'A package assigned to the site refers to a policy that is switched off or no longer exists, so it contributes nothing.',
    remedy: 'Switch the policy on again, take it out of the package, or unassign the package from the site.',
    retry: 'trigger',
    who: ['administrator'],
  },
  {
    code: 'RA-POL-03',
    title: 'Package has no remote-access policy',
    cause:
      'A package is assigned to the site, but it holds no policy of the type Remote Access, so no device of the site is targeted by it.',
    remedy: 'Add a policy of category Devices and type Remote Access to the package.',
    retry: 'trigger',
    who: ['administrator'],
  },
  {
    code: 'RA-POL-04',
    title: 'Device group matches no device',
    cause: 'A package entry is narrowed to a device group whose filter matches no device of this site.',
    remedy:
      'Correct the filter of the device group, tag the devices it is meant for, or remove the narrowing from the package entry.',
    retry: 'trigger',
    who: ['administrator'],
  },
  {
    code: 'RA-POL-05',
    title: 'Two providers requested',
    cause:
      'The site asks for remote access by two different providers on the same device.',
    remedy: 'Decide for one provider, or start a migration, which keeps the old agent until the new one is proven.',
    retry: 'trigger',
    who: ['administrator'],
  },
]);
