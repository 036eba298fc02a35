import { Badge, Group, Text } from '@mantine/core';
import { MOOD_COLOURS, lookOf, moodColour } from './phases';
import classes from './phase-mark.module.css';

interface PhaseMarkProps {
  phase: string;
  label?: string | null;
  /** A badge stands alone; plain text sits in tables. */
  badge?: boolean;
}

/** The deployment status as icon, word and colour. */
export function PhaseMark({ phase, label, badge = false }: PhaseMarkProps) {
  const { icon: PhaseIcon, mood, label: word } = lookOf(phase);
  const colour = MOOD_COLOURS[mood];
  const mark = <PhaseIcon size={16} stroke={1.8} aria-hidden className={classes.icon} color={moodColour(mood)} />;
  if (badge) {
    return (
      <Badge color={colour} variant="light" size="lg" leftSection={mark} tt="none" fw={600} className={classes.badge}>
        {label ?? word}
      </Badge>
    );
  }
  return (
    <Group gap={6} wrap="nowrap">
      {mark}
      <Text size="sm" truncate title={label ?? word}>
        {label ?? word}
      </Text>
    </Group>
  );
}
