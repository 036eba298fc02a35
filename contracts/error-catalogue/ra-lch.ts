import { familyOf } from './catalogue-entry.js';

/** Why this operator cannot log in to this device at this moment. */
export const RA_LCH = familyOf('LCH', [
  {
    code: 'RA-LCH-01',
    title: 'Your role does not include remote access',
    cause: 'Your role does not have the right to log in to devices.',
    remedy: 'Ask a Super Admin for a role that includes remote access.',
    retry: 'no',
    who: ['user-admin'],
  },
  {
    code: 'RA-LCH-02',
    title: 'Allow Remote Control Access is off for you',
    cause: 'The option "Allow Remote Control Access" is off in your user profile. It is off by default.',
    remedy: 'Ask a Super Admin to switch it on in Settings > Users.',
    retry: 'no',
    who: ['user-admin'],
  },
  {
    code: 'RA-LCH-03',
    title: 'Site not in your scope',
    cause: 'The site of the device is not among the clients and sites of your scope.',
    remedy: 'Ask a Super Admin to add the site or its client to your scope.',
    retry: 'no',
    who: ['user-admin'],
  },
  {
    code: 'RA-LCH-04',
    title: 'Site not enabled',
    cause: 'No package with an enabled remote access policy is assigned to the site of this device.',
    remedy: 'Assign a package to the site under Endpoints, Packages, Sites.',
    retry: 'no',
    who: ['administrator'],
  },
  {
    code: 'RA-LCH-05',
    title: 'Not deployed yet',
    cause:
      'Remote access is on its way to this device but not usable yet; the card shows its status and how long it will take.',
    remedy: 'Wait; Log In becomes available by itself.',
    retry: 'none',
    who: ['automatic'],
  },
  {
    code: 'RA-LCH-06',
    title: 'Device offline',
    cause: 'The device is not connected at the moment.',
    remedy:
      'Have the device switched on. Where another device of its network is online, it can be woken by Wake-on-LAN.',
    retry: 'none',
    who: ['technician'],
  },
  {
    code: 'RA-LCH-07',
    title: 'User must consent',
    cause:
      'The policy asks the person at the device for consent, and there was no answer, it was refused, or nobody is there to be asked.',
    remedy:
      'Reach the person by chat or by phone and try again. In an emergency use break-glass access, with a reason.',
    retry: 'none',
    who: ['end-user'],
  },
  {
    code: 'RA-LCH-08',
    title: 'Join reason required',
    cause: 'The policy asks for a reason or a ticket number, and none was given or it does not have the expected form.',
    remedy: 'Enter the reason or ticket number and log in again.',
    retry: 'none',
    who: ['technician'],
  },
  {
    code: 'RA-LCH-09',
    title: 'Outside permitted hours or approval needed',
    cause: 'The policy allows access only during certain hours, or only with the approval of a second person.',
    remedy: 'Request approval, or wait for the permitted hours.',
    retry: 'none',
    who: ['administrator'],
  },
  {
    code: 'RA-LCH-10',
    title: 'Launch ticket expired or already used',
    cause: 'A launch ticket can be used once and only for a short time, and this one was used before or came too late.',
    remedy: 'Click Log In again for a new ticket.',
    retry: 'none',
    who: ['technician'],
  },
  {
    code: 'RA-LCH-11',
    title: 'Host client missing on your computer',
    cause:
      'The program of the provider that opens the session is not installed on your computer, so nothing answered to the launch.',
    remedy: 'Install the program that is offered, or open the session in the browser where the provider can.',
    retry: 'none',
    who: ['technician'],
  },
  {
    code: 'RA-LCH-12',
    title: 'Launched from a different network or device',
    cause: 'The launch was opened from another browser or network than the one it was issued to.',
    remedy: 'Click Log In again in the browser you want to work in, and confirm your second factor if you are asked.',
    retry: 'no',
    who: ['technician'],
  },
  {
    code: 'RA-LCH-13',
    title: 'Step-up needed',
    cause: 'This launch needs a fresh proof of a second factor.',
    remedy: 'Confirm with your second factor; enrol one first if you have none.',
    retry: 'none',
    who: ['technician'],
  },
  {
    code: 'RA-LCH-14',
    title: 'Another technician is connected',
    cause:
      'Somebody else has a session on this device, and the policy does not let a second one join without being asked, or at all.',
    remedy: 'Ask the technician who is connected; the card names them.',
    retry: 'none',
    who: ['technician'],
  },
  {
    code: 'RA-LCH-15',
    title: 'Identity not proven for this device',
    cause: 'It has not been proven yet that the remote session is this device.',
    remedy: 'Wait for the proof, which runs by itself.',
    retry: 'none',
    who: ['automatic'],
    related: ['RA-AGT-08'],
  },
  {
    code: 'RA-LCH-16',
    title: 'Instance sign-on failed',
    cause:
      'The provider instance did not accept the sign-on: single sign-on failed, or the user that should have been provisioned there is missing.',
    remedy: 'Have the user provisioned again on the instance.',
    retry: 'auto',
    who: ['super-admin'],
  },
  {
    code: 'RA-LCH-17',
    title: 'Not allowed by the policy',
    cause: 'The remote access policy of this device does not allow sessions of this kind.',
    remedy: 'Use a kind of session that the policy allows, or have this one switched on in the policy.',
    retry: 'no',
    who: ['administrator'],
  },
]);
