import { familyOf } from './catalogue-entry.js';

/** What stands between the device and the servers it must reach. */
export const RA_NET = familyOf('NET', [
  {
    code: 'RA-NET-01',
    title: 'Name not resolved',
    cause: 'The device cannot resolve the host name it has to connect to.',
    remedy: 'Correct DNS on the device or in its network for the host named in the details.',
    retry: 'auto',
    who: ['network-team'],
  },
  {
    code: 'RA-NET-02',
    title: 'Egress blocked to download host',
    cause: 'A firewall or proxy does not let the device connect to the host that serves the installer.',
    remedy: 'Allow outgoing connections to the host and port named in the details, usually port 443.',
    retry: 'auto',
    who: ['network-team'],
  },
  {
    code: 'RA-NET-03',
    title: 'Egress blocked to relay',
    cause:
      'The remote agent is installed but never connects: a firewall or proxy blocks its way to the relay, for example on port 443 or 8041.',
    remedy: 'Allow outgoing connections to the relay host and port named in the details.',
    retry: 'auto',
    who: ['network-team'],
  },
  {
    code: 'RA-NET-04',
    title: 'Proxy authentication required',
    cause:
      'A proxy asks for authentication (HTTP 407). The agent runs as a system service and has no credentials of a person.',
    remedy:
      'Configure the proxy for the system account of the device, or let the proxy pass these hosts without authentication.',
    retry: 'trigger',
    who: ['network-team'],
  },
  {
    code: 'RA-NET-05',
    title: 'TLS inspection breaks the connection',
    cause:
      'The device sees a certificate that is not the expected or pinned one: something on the way opens the encrypted connection.',
    remedy: 'Exempt the host named in the details from TLS inspection.',
    retry: 'trigger',
    who: ['network-team'],
  },
  {
    code: 'RA-NET-06',
    title: 'TLS version too old',
    cause: 'The operating system of the device does not offer TLS 1.2.',
    remedy: 'Update the operating system, on Windows also .NET.',
    retry: 'trigger',
    who: ['administrator'],
  },
  {
    code: 'RA-NET-07',
    title: 'Clock skew',
    cause:
      'The clock of the device is so far off that valid certificates look expired, or not yet valid, on this device only.',
    remedy: 'Repair the time synchronisation of the device.',
    retry: 'auto',
    who: ['technician'],
  },
  {
    code: 'RA-NET-08',
    title: 'Download interrupted or timed out',
    cause: 'The connection of the device is too poor or too slow for the size of the installer.',
    remedy:
      'Nothing needs to be done at first: the download is resumed. If it persists, improve the connection or use a local cache.',
    retry: 'auto',
    who: ['automatic'],
  },
  {
    code: 'RA-NET-09',
    title: 'Captive portal or web page instead of the installer',
    cause:
      'The download has the wrong type or size: the network answered with a web page, such as the sign-in page of a guest network.',
    remedy: 'Sign in to the network at the device, or connect it to another network.',
    retry: 'auto',
    who: ['end-user'],
  },
]);
