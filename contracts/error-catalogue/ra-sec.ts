import { familyOf } from './catalogue-entry.js';

/** Security software that stands in the way, and agents that should not be there. */
export const RA_SEC = familyOf('SEC', [
  {
    code: 'RA-SEC-01',
    title: 'Agent quarantined',
    cause:
      'The program and service of the remote agent are gone and an event of the antivirus product matches: it was put into quarantine.',
    remedy: 'Add an exclusion or publisher rule in the antivirus product; Latchkey then reinstalls the agent.',
    retry: 'trigger',
    who: ['administrator'],
  },
  {
    code: 'RA-SEC-02',
    title: 'Execution blocked by allow-listing',
    cause: 'An allow-listing product such as AppLocker, WDAC or ThreatLocker does not let the agent run.',
    remedy: 'Add a rule that allows the agent or its publisher.',
    retry: 'trigger',
    who: ['administrator'],
  },
  {
    code: 'RA-SEC-03',
    title: 'SmartScreen or reputation block',
    cause: 'Windows SmartScreen or the browser warns of the guest program because it has little reputation yet.',
    remedy: 'Follow the guidance on the guest page to continue; a signed guest program avoids the warning.',
    retry: 'none',
    who: ['end-user'],
  },
  {
    code: 'RA-SEC-04',
    title: 'Installer blocked by endpoint detection',
    cause:
      'The endpoint detection product stopped the installer while it ran: it ended with exit code 5 or -1, and an event of the product matches.',
    remedy: 'Add an exception for the installer to the policy of the endpoint detection product.',
    retry: 'trigger',
    who: ['administrator'],
  },
  {
    code: 'RA-SEC-05',
    title: 'Unknown remote-access agent present',
    cause:
      'A remote-access agent runs on the device, or appeared at the provider, that belongs to no approved instance or known device: somebody else’s, or a rogue one.',
    remedy: 'Investigate who installed it. It is never launchable from here; remove it if nobody can explain it.',
    retry: 'no',
    who: ['super-admin'],
  },
  {
    code: 'RA-SEC-06',
    title: 'The break-glass account was used',
    cause: 'Somebody signed in with the sealed account that is kept for the day on which nothing else opens.',
    remedy: 'Find out in the audit log who used it, why, and what was done. Then the Primary Super Admin seals the account anew.',
    retry: 'no',
    who: ['super-admin'],
  },
]);
