import { t } from '@lingui/core/macro';
import { Badge, type BadgeProps } from '@mantine/core';
import {
  IconArrowRightBar,
  IconBarrierBlock,
  IconCircleCheckFilled,
  IconCircleX,
  IconPlayerPauseFilled,
  IconProgress,
  type Icon,
} from '@tabler/icons-react';
import type { Rollout } from '../api/types';

const LOOKS: Record<Rollout['state'], { icon: Icon; word: string; colour: string }> = {
  running: { icon: IconProgress, word: t`Running`, colour: 'blue' },
  paused: { icon: IconPlayerPauseFilled, word: t`Paused`, colour: 'orange' },
  halted: { icon: IconBarrierBlock, word: t`Halted by the guard`, colour: 'red' },
  aborted: { icon: IconCircleX, word: t`Aborted`, colour: 'gray' },
  done: { icon: IconCircleCheckFilled, word: t`Done`, colour: 'teal' },
  superseded: { icon: IconArrowRightBar, word: t`Superseded`, colour: 'gray' },
};

/** How a rollout stands, as icon, word and colour. */
export function RolloutState({ rollout, ...badge }: { rollout: Pick<Rollout, 'state' | 'stateBy'> } & BadgeProps) {
  const { icon: StateIcon, word, colour } = LOOKS[rollout.state];
  const asks = rollout.state === 'paused' && rollout.stateBy === 'guard';
  return (
    <Badge
      color={colour}
      variant="light"
      tt="none"
      style={{ flex: 'none' }}
      leftSection={<StateIcon size={13} aria-hidden />}
      {...badge}
    >
      {asks ? t`Paused, asks for a decision` : word}
    </Badge>
  );
}
