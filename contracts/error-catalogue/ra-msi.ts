import { familyOf } from './catalogue-entry.js';

/**
 * Windows Installer. Exit codes 0, 3010 and 1641 are success (the last two lead to `REBOOT_PENDING`) and have no entry.
 * 1706 and 1925 are message numbers found in the installer's log, not exit codes of the process.
 * Source: learn.microsoft.com/windows/win32/msi/error-codes.
 */
export const RA_MSI = familyOf('MSI', [
  {
    code: 'RA-MSI-01',
    title: 'Fatal error during installation (1603)',
    cause:
      'Windows Installer gave up with a general failure. Common reasons are a locked file, a leftover product key of an earlier installation, a failing custom action or a full disk; the last 200 lines of its log are kept with the device.',
    remedy: 'Read the collected log for the real reason. Latchkey cleans up and reinstalls once by itself.',
    retry: 'auto',
    retries: 2,
    who: ['technician'],
    exitCodes: [1603],
  },
  {
    code: 'RA-MSI-02',
    title: 'Another installation in progress (1618)',
    cause: 'Windows allows one installation at a time and another one is running (it holds the _MSIExecute mutex).',
    remedy:
      'Nothing needs to be done: the installation waits for the other one. If it lasts for hours, look for a hanging installer or a pending restart.',
    retry: 'auto',
    retries: 12,
    retryEveryMinutes: 30,
    who: ['automatic'],
    exitCodes: [1618],
  },
  {
    code: 'RA-MSI-03',
    title: 'Another version already installed (1638)',
    cause: 'Another version of the same product is already installed.',
    remedy: 'Latchkey identifies the product and upgrades it, or uninstalls it first.',
    retry: 'auto',
    retries: 1,
    who: ['automatic'],
    exitCodes: [1638],
  },
  {
    code: 'RA-MSI-04',
    title: 'Installation cancelled by the user (1602)',
    cause: 'Somebody at the device cancelled the installation.',
    remedy:
      'It is run again silently under the system account. Tell the person at the device what is being installed and why.',
    retry: 'auto',
    retries: 1,
    who: ['end-user'],
    exitCodes: [1602],
  },
  {
    code: 'RA-MSI-05',
    title: 'Windows Installer service not accessible (1601)',
    cause: 'The Windows Installer service of the device is not registered, disabled or damaged.',
    remedy: 'Repair the Windows Installer service on the device; the installation then starts again.',
    retry: 'trigger',
    who: ['technician'],
    exitCodes: [1601],
  },
  {
    code: 'RA-MSI-06',
    title: 'Installation package cannot be opened or is invalid (1619, 1620)',
    cause:
      'Windows Installer cannot open the package or does not accept it as one. Usually the download is incomplete or is not the installer at all.',
    remedy: 'It is downloaded again. If it happens again, read the related codes.',
    retry: 'auto',
    who: ['automatic'],
    related: ['RA-NET-09', 'RA-PKG-01'],
    exitCodes: [1619, 1620],
  },
  {
    code: 'RA-MSI-07',
    title: 'Installation forbidden by system policy (1625, 1643, 1644)',
    cause:
      'A policy of the device forbids the installation: a Group Policy, AppLocker or a Software Restriction Policy.',
    remedy: 'Change the Group Policy, AppLocker rule or Software Restriction Policy so that the installer may run.',
    retry: 'no',
    who: ['administrator'],
    exitCodes: [1625, 1643, 1644],
  },
  {
    code: 'RA-MSI-08',
    title: 'Product not installed (1605, 1614)',
    cause: 'An uninstallation found that the product is not installed.',
    remedy: 'Nothing needs to be done: after verification it counts as already removed.',
    retry: 'none',
    who: ['automatic'],
    exitCodes: [1605, 1614],
  },
  {
    code: 'RA-MSI-09',
    title: 'Installation source missing (1612)',
    cause:
      'Windows Installer looks for the source of an earlier installation and does not find it. Its log may show message 1706.',
    remedy: 'Latchkey cleans the old registration and reinstalls.',
    retry: 'auto',
    retries: 1,
    who: ['automatic'],
    exitCodes: [1612],
  },
  {
    code: 'RA-MSI-10',
    title: 'Platform not supported by the package (1633)',
    cause: 'The installation package is not made for the processor of this device.',
    remedy: 'Exclude the device, or place it on a provider that supports its processor.',
    retry: 'no',
    who: ['administrator'],
    related: ['RA-ELG-02'],
    exitCodes: [1633],
  },
  {
    code: 'RA-MSI-11',
    title: 'Bad command line or parameter (1639, 87)',
    cause: 'Windows Installer did not accept the way it was called. That is a defect of Latchkey.',
    remedy: 'Copy the support details and report them.',
    retry: 'no',
    who: ['vendor'],
    exitCodes: [1639, 87],
  },
  {
    code: 'RA-MSI-12',
    title: 'Installation suspended, incomplete (1604)',
    cause: 'An installation was suspended before it was complete.',
    remedy: 'Latchkey resumes it or reinstalls.',
    retry: 'auto',
    retries: 1,
    who: ['automatic'],
    exitCodes: [1604],
  },
  {
    code: 'RA-MSI-13',
    title: 'Log or temporary folder not usable (1622, 1632)',
    cause: 'Windows Installer cannot write its log, or the temporary folder is missing, full or not writable.',
    remedy: 'Repair the TEMP folder of the system account and its permissions.',
    retry: 'auto',
    retries: 1,
    who: ['technician'],
    exitCodes: [1622, 1632],
  },
  {
    code: 'RA-MSI-14',
    title: 'Insufficient privileges or access denied (5)',
    cause: 'The installation did not have the rights it needs. The log of Windows Installer may show message 1925.',
    remedy: 'Run the endpoint agent under the system account, as its installation does by default.',
    retry: 'no',
    who: ['technician'],
    related: ['RA-SEC-04'],
    exitCodes: [5],
  },
  {
    code: 'RA-MSI-99',
    title: 'Unmapped Windows Installer exit code',
    cause:
      'Windows Installer ended with an exit code that this catalogue does not know. The code and the end of the log are shown as they are.',
    remedy:
      'Look the exit code up in the documentation of Windows Installer, and report it so that it gets an entry here.',
    retry: 'auto',
    retries: 2,
    who: ['vendor'],
  },
]);
