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
  running: { icon: IconProgress, word: 'Running', colour: 'blue' },
  paused: { icon: IconPlayerPauseFilled, word: 'Paused', colour: 'orange' },
  halted: { icon: IconBarrierBlock, word: 'Halted by the guard', colour: 'red' },
  aborted: { icon: IconCircleX, word: 'Aborted', colour: 'gray' },
  done: { icon: IconCircleCheckFilled, word: 'Done', colour: 'teal' },
  superseded: { icon: IconArrowRightBar, word: 'Superseded', colour: 'gray' },
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
      {asks ? 'Paused, asks for a decision' : word}
    </Badge>
  );
}
