import { t } from '@lingui/core/macro';
import { Badge } from '@mantine/core';
import { IconCheck, IconClockOff, IconHourglass, IconRefreshAlert, IconX, type Icon } from '@tabler/icons-react';
import type { Approval } from '../api/types';

interface StateLook {
  word: string;
  colour: string;
  icon: Icon;
}

export const STATE_LOOKS: Record<Approval['state'], StateLook> = {
  waiting: { word: t`Waiting`, colour: 'latch', icon: IconHourglass },
  approved: { word: t`Approved`, colour: 'teal', icon: IconCheck },
  rejected: { word: t`Rejected`, colour: 'red', icon: IconX },
  void: { word: t`Void: the plan drifted`, colour: 'orange', icon: IconRefreshAlert },
  expired: { word: t`Expired`, colour: 'gray', icon: IconClockOff },
};

/** Where a request stands, as icon, word and colour. */
export function ApprovalState({ state }: Pick<Approval, 'state'>) {
  const { word, colour, icon: StateIcon } = STATE_LOOKS[state];
  return (
    <Badge
      variant="light"
      color={colour}
      tt="none"
      size="lg"
      fw={600}
      leftSection={<StateIcon size={14} aria-hidden />}
    >
      {word}
    </Badge>
  );
}
