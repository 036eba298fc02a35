import { familyOf } from './catalogue-entry.js';

/** What macOS asks of its user or its device management. */
export const RA_OSX = familyOf('OSX', [
  {
    code: 'RA-OSX-01',
    title: 'Screen Recording permission missing',
    cause:
      'macOS has not been allowed to let the remote agent record the screen: a session connects but shows a black screen.',
    remedy:
      'Roll out a PPPC profile by device management, or guide the user to System Settings, Privacy & Security, Screen Recording.',
    retry: 'trigger',
    who: ['administrator', 'end-user'],
  },
  {
    code: 'RA-OSX-02',
    title: 'Accessibility permission missing',
    cause:
      'macOS has not been allowed to let the remote agent control the device: a session can see the screen but not use mouse and keyboard.',
    remedy:
      'Roll out a PPPC profile by device management, or guide the user to System Settings, Privacy & Security, Accessibility.',
    retry: 'trigger',
    who: ['administrator', 'end-user'],
  },
  {
    code: 'RA-OSX-03',
    title: 'Refused by Gatekeeper or notarization',
    cause: 'macOS refuses to run the remote agent because it is not signed or notarized to its satisfaction.',
    remedy: 'Approve the program by device management, or sign and notarize it.',
    retry: 'no',
    who: ['super-admin'],
  },
  {
    code: 'RA-OSX-04',
    title: 'Background item disabled by user',
    cause: 'The background item of the remote agent was switched off in the login items.',
    remedy: 'Switch it on again under System Settings, General, Login Items.',
    retry: 'trigger',
    who: ['end-user'],
  },
]);

/** What a Linux device lacks, or is busy with. */
export const RA_LNX = familyOf('LNX', [
  {
    code: 'RA-LNX-01',
    title: 'Package manager locked',
    cause: 'Another apt, dpkg, yum or rpm is running on the device and holds the lock of the package manager.',
    remedy: 'Nothing needs to be done: the installation is tried again when the lock is free.',
    retry: 'auto',
    who: ['automatic'],
  },
  {
    code: 'RA-LNX-02',
    title: 'Dependency missing',
    cause: 'A package that the remote agent needs is not installed on the device.',
    remedy: 'Install the package named in the details.',
    retry: 'auto',
    retries: 1,
    who: ['technician'],
  },
  {
    code: 'RA-LNX-03',
    title: 'No supported display',
    cause:
      'The device has no display that can be shared: it has none at all, or its session runs on Wayland. Terminal and files are not affected.',
    remedy:
      'Use the terminal or files mode, or run an X11 session on the device. Without a display, that is its normal state.',
    retry: 'no',
    who: ['administrator'],
  },
  {
    code: 'RA-LNX-04',
    title: 'systemd unit failed',
    cause: 'The systemd unit of the remote agent does not start or has failed.',
    remedy: 'Latchkey repairs it. If that fails, read the journal of the unit on the device.',
    retry: 'auto',
    who: ['technician'],
  },
  {
    code: 'RA-LNX-05',
    title: 'Target is read-only',
    cause: 'The file system that the remote agent would be installed on is mounted read-only.',
    remedy: 'Mount it writable, or repair the disk: a file system with errors is often mounted read-only.',
    retry: 'trigger',
    who: ['technician'],
  },
  {
    code: 'RA-LNX-06',
    title: 'Target does not allow programs',
    cause: 'The file system that the remote agent was installed on is mounted with noexec: nothing can be run from it.',
    remedy: 'Mount it without noexec, or move the state folder of the endpoint agent.',
    retry: 'trigger',
    who: ['administrator'],
  },
  {
    code: 'RA-LNX-07',
    title: 'Missing privileges',
    cause: 'The endpoint agent may not write or run what the installation needs. It does not run as root, or a security module of the system forbids it.',
    remedy: 'Run the endpoint agent as root, as its installation does, or allow it in the security module.',
    retry: 'trigger',
    who: ['administrator'],
  },
]);
