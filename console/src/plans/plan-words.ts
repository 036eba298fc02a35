import { plural, t } from '@lingui/core/macro';
import { IconBan, IconDownload, IconEqual, IconRefresh, IconTrash, type Icon } from '@tabler/icons-react';
import type { Plan } from '../api/types';
import { number } from '../language/formats';

type Counted = keyof Plan['counts'];

interface CountLook {
  word: string;
  icon: Icon;
  colour: string;
}

/** What happens to devices, as word, icon and colour; the words stand for themselves. */
export const COUNT_LOOKS: Record<Counted, CountLook> = {
  install: { word: t`install`, icon: IconDownload, colour: 'teal' },
  update: { word: t`update`, icon: IconRefresh, colour: 'latch' },
  remove: { word: t`remove`, icon: IconTrash, colour: 'red' },
  unchanged: { word: t`unchanged`, icon: IconEqual, colour: 'gray' },
  blocked: { word: t`blocked`, icon: IconBan, colour: 'orange' },
};

export const MOVES = ['install', 'update', 'remove'] as const;

/** "1 device", "1,200 devices". */
export function devices(count: number): string {
  return t`${number.format(count)} ${plural(count, { one: 'device', other: 'devices' })}`;
}

/** "120 install, 20 update, 2 remove"; what does not happen is not said. */
export function movesInWords(counts: Pick<Plan['counts'], (typeof MOVES)[number]>): string {
  return MOVES.filter((move) => counts[move] > 0)
    .map((move) => `${number.format(counts[move])} ${COUNT_LOOKS[move].word}`)
    .join(', ');
}

/** "142 devices: 120 install, 20 update, 2 remove". */
export function impactInWords({ moved, counts }: Pick<Plan, 'moved' | 'counts'>): string {
  return moved === 0 ? t`No device changes` : `${devices(moved)}: ${movesInWords(counts)}`;
}

/** What follows from a change that was made; empty where no plan was made. */
export function consequenceInWords({ moved, isLarge }: { moved: number | null; isLarge: boolean }): string {
  if (moved === null) return '';
  if (moved === 0) return t`No device changes.`;
  if (isLarge) return t`${devices(moved)} follow in a rollout.`;
  return moved === 1 ? t`1 device changes.` : t`${devices(moved)} change.`;
}
