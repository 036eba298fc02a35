import { t } from '@lingui/core/macro';
import {
  IconAdjustments,
  IconAlertTriangle,
  IconBarrierBlock,
  IconBan,
  IconCalendarDue,
  IconCalendarX,
  IconCircleCheck,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleMinus,
  IconCircleOff,
  IconCircleXFilled,
  IconClockHour4,
  IconDownload,
  IconFingerprint,
  IconHelpCircle,
  IconHourglass,
  IconMoon,
  IconPackageImport,
  IconPlayerPause,
  IconPlugConnected,
  IconPower,
  IconRefresh,
  IconRotateClockwise,
  IconSend,
  IconTool,
  IconTrash,
  IconUnlink,
  IconVersions,
  type Icon,
} from '@tabler/icons-react';
import type { Device } from '../api/types';

/** What a phase means for the one who looks: fine, on its way, waiting for something, needs a person, or not wanted here. */
export type Mood = 'fine' | 'working' | 'waiting' | 'attention' | 'failed' | 'off';

export interface PhaseLook {
  icon: Icon;
  mood: Mood;
  /** The word when the API did not send one. */
  label: string;
}

/** Every phase as icon and word; a colour never stands alone. */
export const PHASE_LOOKS: Record<string, PhaseLook> = {
  READY: { icon: IconCircleCheckFilled, mood: 'fine', label: t`Ready` },
  READY_OFFLINE: { icon: IconMoon, mood: 'waiting', label: t`Ready – device offline` },
  QUEUED: { icon: IconClockHour4, mood: 'working', label: t`Queued` },
  DISPATCHED: { icon: IconSend, mood: 'working', label: t`Sent to device` },
  DOWNLOADING: { icon: IconDownload, mood: 'working', label: t`Downloading` },
  INSTALLING: { icon: IconPackageImport, mood: 'working', label: t`Installing` },
  REGISTERING: { icon: IconPlugConnected, mood: 'working', label: t`Installed, waiting for first contact` },
  CONFIGURING: { icon: IconAdjustments, mood: 'working', label: t`Applying settings` },
  VERIFYING: { icon: IconFingerprint, mood: 'working', label: t`Verifying identity` },
  UPDATING: { icon: IconRefresh, mood: 'working', label: t`Updating` },
  REPAIRING: { icon: IconTool, mood: 'working', label: t`Repairing` },
  REMOVING: { icon: IconTrash, mood: 'working', label: t`Removing` },
  WAITING_FOR_DEVICE: { icon: IconHourglass, mood: 'waiting', label: t`Device offline – will start when it returns` },
  SCHEDULED: { icon: IconCalendarDue, mood: 'waiting', label: t`Scheduled` },
  REMOVAL_SCHEDULED: { icon: IconCalendarX, mood: 'waiting', label: t`Will be removed` },
  REMOVAL_WAITING: { icon: IconHourglass, mood: 'waiting', label: t`Removal waits for the device` },
  PAUSED: { icon: IconPlayerPause, mood: 'attention', label: t`Paused by wave guard` },
  BLOCKED: { icon: IconBarrierBlock, mood: 'attention', label: t`Waiting for an administrator` },
  RETRY_WAIT: { icon: IconRotateClockwise, mood: 'attention', label: t`Will retry` },
  REBOOT_PENDING: { icon: IconPower, mood: 'attention', label: t`Restart needed` },
  OUTDATED: { icon: IconVersions, mood: 'attention', label: t`Update needed` },
  DRIFTED: { icon: IconAlertTriangle, mood: 'attention', label: t`Repair needed` },
  UNKNOWN: { icon: IconHelpCircle, mood: 'attention', label: t`Status too old to trust` },
  ORPHANED: { icon: IconUnlink, mood: 'attention', label: t`Agent without a device record` },
  FAILED: { icon: IconCircleXFilled, mood: 'failed', label: t`Failed – action needed` },
  REMOVAL_FAILED: { icon: IconCircleXFilled, mood: 'failed', label: t`Removal failed` },
  NOT_TARGETED: { icon: IconCircleDashed, mood: 'off', label: t`Not enabled for this site` },
  EXCLUDED: { icon: IconCircleMinus, mood: 'off', label: t`Excluded` },
  NOT_APPLICABLE: { icon: IconBan, mood: 'off', label: t`Not supported on this device` },
  REMOVED: { icon: IconCircleCheck, mood: 'off', label: t`Removed` },
};

const UNKNOWN_PHASE: PhaseLook = { icon: IconCircleOff, mood: 'off', label: t`Unknown` };

export const MOOD_COLOURS: Record<Mood, string> = {
  fine: 'teal',
  working: 'blue',
  waiting: 'gray',
  attention: 'orange',
  failed: 'red',
  off: 'gray',
};

/** The colour of a mood on the surfaces of either scheme, dark or light enough to be read. */
export function moodColour(mood: Mood): string {
  if (mood === 'waiting' || mood === 'off') return 'var(--mantine-color-dimmed)';
  const colour = MOOD_COLOURS[mood];
  return `light-dark(var(--mantine-color-${colour}-8), var(--mantine-color-${colour}-4))`;
}

/** How to show a phase; a code this console does not know yet keeps its own name. */
export function lookOf(phase: string): PhaseLook {
  return PHASE_LOOKS[phase] ?? { ...UNKNOWN_PHASE, label: phase };
}

/** The phase of a device; without a deployment it is left out, or nothing wants one. */
export const phaseOf = ({ deployment, exclusion }: Pick<Device, 'deployment' | 'exclusion'>): string =>
  deployment?.phase ?? (exclusion?.kind === 'exclude' ? 'EXCLUDED' : 'NOT_TARGETED');
