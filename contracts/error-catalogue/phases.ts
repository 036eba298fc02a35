/** Where a deployment can stay: on its way, in a steady place it may leave again, or at its end. */
export type PhaseEnd = 'no' | 'steady' | 'terminal';

export interface PhaseDescription {
  readonly code: string;
  /** The word for people, without the facts that a screen may add, such as a date or an attempt. */
  readonly label: string;
  readonly meaning: string;
  readonly terminal: PhaseEnd;
  /** What has to happen for the deployment to leave this phase. */
  readonly leavesBy: string;
}

/** Every phase of a deployment, in the order in which a deployment usually meets them; codes are the values of the API. */
export const PHASES = [
  {
    code: 'NOT_TARGETED',
    label: 'Not enabled for this site',
    meaning: 'No policy wants a remote agent on this device.',
    terminal: 'no',
    leavesBy: 'A package with an enabled remote access policy is assigned to the site.',
  },
  {
    code: 'EXCLUDED',
    label: 'Excluded',
    meaning: 'An exclusion covers this device; the device page says which one and who made it.',
    terminal: 'no',
    leavesBy: 'The exclusion is removed or expires.',
  },
  {
    code: 'NOT_APPLICABLE',
    label: 'Not supported on this device',
    meaning: 'The operating system, processor or type of the device has no remote agent.',
    terminal: 'no',
    leavesBy: 'The inventory of the device changes.',
  },
  {
    code: 'BLOCKED',
    label: 'Waiting for an administrator',
    meaning:
      'A prerequisite outside the device is missing: the provider instance, a licence, credentials or configuration.',
    terminal: 'no',
    leavesBy: 'The prerequisite is put right; it is checked again automatically.',
  },
  {
    code: 'SCHEDULED',
    label: 'Scheduled',
    meaning: 'The wave or maintenance window of the device is not open yet.',
    terminal: 'no',
    leavesBy: 'The wave or the window opens.',
  },
  {
    code: 'QUEUED',
    label: 'Queued',
    meaning: 'Everything is ready; the deployment waits for its turn because only so many run at once.',
    terminal: 'no',
    leavesBy: 'A place becomes free.',
  },
  {
    code: 'WAITING_FOR_DEVICE',
    label: 'Device offline – will start when it returns',
    meaning: 'The endpoint agent of the device is not connected. Being offline is not an error.',
    terminal: 'no',
    leavesBy: 'The device connects.',
  },
  {
    code: 'DISPATCHED',
    label: 'Sent to device',
    meaning: 'The instruction was handed out and the device has not acknowledged it yet.',
    terminal: 'no',
    leavesBy: 'The device acknowledges, or 60 seconds pass and it is tried again.',
  },
  {
    code: 'DOWNLOADING',
    label: 'Downloading',
    meaning: 'The device downloads the remote agent.',
    terminal: 'no',
    leavesBy: 'The download ends, or makes no progress for 15 minutes.',
  },
  {
    code: 'INSTALLING',
    label: 'Installing',
    meaning: 'The device installs the remote agent.',
    terminal: 'no',
    leavesBy: 'The installation ends, or 15 minutes pass.',
  },
  {
    code: 'REGISTERING',
    label: 'Installed, waiting for first contact',
    meaning: 'The installer succeeded, and the provider instance has not seen the remote agent yet.',
    terminal: 'no',
    leavesBy: 'The provider sees the remote agent, or 60 seconds pass.',
  },
  {
    code: 'CONFIGURING',
    label: 'Applying settings',
    meaning: 'Settings such as consent, tray icon, name and site are being applied.',
    terminal: 'no',
    leavesBy: 'The settings are acknowledged, or 2 minutes pass.',
  },
  {
    code: 'VERIFYING',
    label: 'Verifying identity',
    meaning: 'It is being proven that the remote session at the provider is this very device.',
    terminal: 'no',
    leavesBy: 'The proof arrives, or 60 seconds pass.',
  },
  {
    code: 'READY',
    label: 'Ready',
    meaning: 'Remote access works: installed, connected and proven to be this device.',
    terminal: 'steady',
    leavesBy: 'Something on the device or at the provider drifts.',
  },
  {
    code: 'READY_OFFLINE',
    label: 'Ready – device offline',
    meaning: 'Remote access is deployed, and the device is not reachable now. This is not an error.',
    terminal: 'steady',
    leavesBy: 'The device connects.',
  },
  {
    code: 'REBOOT_PENDING',
    label: 'Restart needed',
    meaning: 'The installation succeeded and asks for a restart; whether remote access can be used before is stated.',
    terminal: 'no',
    leavesBy: 'The device restarts.',
  },
  {
    code: 'UPDATING',
    label: 'Updating',
    meaning: 'The remote agent is being updated.',
    terminal: 'no',
    leavesBy: 'The new version reports, or 15 minutes pass.',
  },
  {
    code: 'OUTDATED',
    label: 'Update needed',
    meaning: 'The remote agent works, but its version is not the one that is wanted.',
    terminal: 'no',
    leavesBy: 'The version becomes the wanted one.',
  },
  {
    code: 'DRIFTED',
    label: 'Repair needed',
    meaning:
      'The remote agent is no longer as it should be: its service stopped, its settings changed, or its site or name is wrong.',
    terminal: 'no',
    leavesBy: 'A repair.',
  },
  {
    code: 'REPAIRING',
    label: 'Repairing',
    meaning: 'Latchkey repairs the remote agent by itself; the number of attempts is limited.',
    terminal: 'no',
    leavesBy: 'The repair ends, or 15 minutes pass.',
  },
  {
    code: 'RETRY_WAIT',
    label: 'Will retry',
    meaning: 'A step failed for a reason that may pass; the next attempt has a time.',
    terminal: 'no',
    leavesBy: 'The time comes, or the cause is seen to be gone.',
  },
  {
    code: 'FAILED',
    label: 'Failed – action needed',
    meaning: 'The attempts are used up, or the cause does not go away by itself; the error code says what to do.',
    terminal: 'steady',
    leavesBy: 'Somebody puts the cause right or asks for a retry.',
  },
  {
    code: 'PAUSED',
    label: 'Paused by wave guard',
    meaning: 'The rollout stopped because too many devices failed, or because everything is frozen.',
    terminal: 'no',
    leavesBy: 'Somebody resumes the rollout or ends the freeze.',
  },
  {
    code: 'REMOVAL_SCHEDULED',
    label: 'Will be removed',
    meaning: 'The device is no longer targeted, and the grace period before the removal is running.',
    terminal: 'no',
    leavesBy: 'The grace period ends; assigning again cancels the removal.',
  },
  {
    code: 'REMOVAL_WAITING',
    label: 'Removal waits for the device',
    meaning: 'The remote agent will be uninstalled at the next contact, however late the device returns.',
    terminal: 'no',
    leavesBy: 'The device connects.',
  },
  {
    code: 'REMOVING',
    label: 'Removing',
    meaning: 'The remote agent is being uninstalled.',
    terminal: 'no',
    leavesBy: 'The device proves that it is gone, or 15 minutes pass.',
  },
  {
    code: 'REMOVAL_FAILED',
    label: 'Removal failed',
    meaning: 'The uninstallation did not succeed; the error code says why.',
    terminal: 'no',
    leavesBy: 'A further attempt, or somebody acts.',
  },
  {
    code: 'REMOVED',
    label: 'Removed',
    meaning: 'The remote agent is proven to be gone from the device and from the provider.',
    terminal: 'terminal',
    leavesBy: 'Shown for 24 hours after the proof.',
  },
  {
    code: 'ORPHANED',
    label: 'Agent without a device record',
    meaning: 'The provider instance sees a remote agent that belongs to no device here.',
    terminal: 'steady',
    leavesBy: 'It is adopted or removed.',
  },
  {
    code: 'UNKNOWN',
    label: 'Status too old to trust',
    meaning: 'The last evidence is too old to claim anything.',
    terminal: 'no',
    leavesBy: 'A fresh report.',
  },
] as const satisfies readonly PhaseDescription[];

export type PhaseCode = (typeof PHASES)[number]['code'];
