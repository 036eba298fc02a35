import { t } from '@lingui/core/macro';
import { Box, Text, ThemeIcon } from '@mantine/core';
import type { Plan } from '../api/types';
import { number } from '../language/formats';
import classes from './plan.module.css';
import { COUNT_LOOKS, MOVES } from './plan-words';

const ALWAYS_SAID = ['install', 'update', 'remove', 'unchanged'] as const;

/** How many devices get what; what is blocked is said when something is. */
export function PlanCounts({ plan: { counts } }: { plan: Plan }) {
  const said = counts.blocked > 0 ? ([...ALWAYS_SAID, 'blocked'] as const) : ALWAYS_SAID;
  return (
    <Box component="ul" className={classes.counts} aria-label={t`Devices`}>
      {said.map((kind) => {
        const { word, icon: CountIcon, colour } = COUNT_LOOKS[kind];
        const none = counts[kind] === 0;
        return (
          <Box component="li" key={kind} className={classes.count} data-none={none || undefined}>
            <ThemeIcon variant="light" color={none ? 'gray' : colour} size={30} radius="md">
              <CountIcon size={17} stroke={1.8} aria-hidden />
            </ThemeIcon>
            <span>
              <Text span display="block" className={`${classes.number} lk-figures`}>
                {number.format(counts[kind])}
              </Text>
              <Text span size="xs" display="block">
                {word}
              </Text>
            </span>
          </Box>
        );
      })}
    </Box>
  );
}

/** The moves of one place on one line, as icon, number and word. */
export function Moves({ counts }: { counts: Pick<Plan['counts'], (typeof MOVES)[number]> }) {
  return (
    <span className={classes.moves}>
      {MOVES.filter((move) => counts[move] > 0).map((move) => (
        <MoveMark key={move} move={move} count={counts[move]} />
      ))}
    </span>
  );
}

/** One kind of move; without a number where it is that of a single device. */
export function MoveMark({ move, count }: { move: (typeof MOVES)[number]; count?: number }) {
  const { icon: MoveIcon, word, colour } = COUNT_LOOKS[move];
  return (
    <Text span size="sm" className={`${classes.move} lk-figures`}>
      <MoveIcon
        size={15}
        stroke={1.8}
        aria-hidden
        color={`light-dark(var(--mantine-color-${colour}-8), var(--mantine-color-${colour}-4))`}
      />
      {count !== undefined && number.format(count)} {word}
    </Text>
  );
}
