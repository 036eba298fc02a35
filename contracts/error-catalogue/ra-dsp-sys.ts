import { familyOf } from './catalogue-entry.js';

/** Instructions on their way to the device. */
export const RA_DSP = familyOf('DSP', [
  {
    code: 'RA-DSP-01',
    title: 'Device offline',
    cause: 'The endpoint agent of the device is not connected. That is a state, not an error.',
    remedy: 'Switch the device on or connect it to the network; everything waiting for it starts when it returns.',
    retry: 'trigger',
    who: ['automatic'],
  },
  {
    code: 'RA-DSP-02',
    title: 'Instruction not accepted',
    cause:
      'The instruction could not be handed out: the service that delivers it answered with an error, or its queue is full.',
    remedy:
      'Nothing needs to be done at first: it is handed out again after a pause. If it persists, look at the system page.',
    retry: 'auto',
    who: ['vendor'],
  },
  {
    code: 'RA-DSP-03',
    title: 'No result from device in time',
    cause: 'The device received the instruction but reported no result in time: it went to sleep, or the step hangs.',
    remedy:
      'Nothing needs to be done: the instruction is sent again, and the device never carries out the same one twice.',
    retry: 'auto',
    retries: 3,
    who: ['automatic'],
  },
  {
    code: 'RA-DSP-04',
    title: 'Blocked behind another instruction',
    cause: 'Another instruction for the same device is still running.',
    remedy: 'Nothing needs to be done: a stuck installation has its own lane and does not block the others for long.',
    retry: 'auto',
    who: ['automatic'],
  },
  {
    code: 'RA-DSP-05',
    title: 'Script runtime missing or blocked',
    cause:
      'The device cannot run the script that is needed: PowerShell is in constrained language mode, or its execution policy forbids it.',
    remedy: 'Add an exception for the signed scripts on the device.',
    retry: 'no',
    who: ['administrator'],
  },
  {
    code: 'RA-DSP-06',
    title: 'Outside maintenance window',
    cause: 'The maintenance window of the site is closed.',
    remedy: 'Nothing needs to be done: it starts when the window opens.',
    retry: 'trigger',
    who: ['automatic'],
  },
]);

/** Latchkey's own running. */
export const RA_SYS = familyOf('SYS', [
  {
    code: 'RA-SYS-01',
    title: 'Step stalled',
    cause: 'The deadline of the step passed without progress.',
    remedy: 'It is tried again from the last safe point. If it stalls there again, read the timeline of the device.',
    retry: 'auto',
    retries: 3,
    who: ['automatic'],
  },
  {
    code: 'RA-SYS-02',
    title: 'Data too old',
    cause: 'The status has not been reconciled for longer than it may be trusted.',
    remedy:
      'The age of the data is shown. Look at the system page: the server may be overloaded or one of its processes may be down.',
    retry: 'auto',
    who: ['vendor'],
  },
  {
    code: 'RA-SYS-03',
    title: 'Reconciler conflict',
    cause: 'Two workers looked at the same deployment, and the write of the one with the older knowledge was refused.',
    remedy: 'Nothing needs to be done: the newer knowledge holds.',
    retry: 'auto',
    who: ['automatic'],
  },
  {
    code: 'RA-SYS-04',
    title: 'Wave paused by guard',
    cause:
      'More devices of the wave failed than its failure budget allows, so the rollout halted before it reached the others.',
    remedy: 'Look at the causes the failures are grouped by, remedy them, then resume or abort the rollout.',
    retry: 'no',
    who: ['administrator'],
  },
]);
