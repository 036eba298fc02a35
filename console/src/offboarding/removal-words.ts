import { t } from '@lingui/core/macro';
import { IconCircleCheck, IconClockHour4, IconAlertTriangle, type Icon } from '@tabler/icons-react';
import type { DeviceRemoval, RemovalState } from '../api/types';

interface StateLook {
  word: string;
  means: string;
  icon: Icon;
  colour: string;
}

/** The three ways in which a removal can stand, in the order in which somebody should look at them. */
export const REMOVAL_LOOKS: Record<RemovalState, StateLook> = {
  waiting: {
    word: t`Waiting`,
    means: t`The removal is under way, or waits for the device to come back.`,
    icon: IconClockHour4,
    colour: 'blue',
  },
  unproven: {
    word: t`Unproven`,
    means: t`Nobody waits any more. The agent can connect no more, but may still be on the device: a residual risk.`,
    icon: IconAlertTriangle,
    colour: 'orange',
  },
  proven: {
    word: t`Proven`,
    means: t`Shown to be gone, by the device and by the provider.`,
    icon: IconCircleCheck,
    colour: 'teal',
  },
};
export const REMOVAL_STATES = Object.keys(REMOVAL_LOOKS) as RemovalState[];

const EVIDENCE: Record<DeviceRemoval['evidence'][number]['what'], string> = {
  'last-contact': t`Last contact`,
  'removal-ordered': t`Removal ordered`,
  'removed-at-device': t`Removed from the device`,
  'absent-at-provider': t`No record at the provider`,
  'never-installed': t`Never installed`,
  'given-up': t`Given up`,
  'secret-blocked': t`Secret of the agent blocked`,
};

export const evidenceInWords = (what: DeviceRemoval['evidence'][number]['what']): string => EVIDENCE[what] ?? what;
