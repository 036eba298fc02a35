import { Box, Group, Text } from '@mantine/core';
import { duration } from '../components/relative-time';
import classes from './times.module.css';

/** The steps to Ready, in their order, with what they are called. */
const STAGES = [
  ['sent', 'Sent'],
  ['downloaded', 'Downloaded'],
  ['installed', 'Installed'],
  ['registered', 'Registered'],
  ['verified', 'Verified'],
  ['troubled', 'In trouble'],
] as const;

/** A time as people compare it: tenths while they matter. */
export function seconds(time: number): string {
  return time < 10 ? `${time.toFixed(1)} s` : duration(time);
}

/** One bar whose parts are the medians of the steps; the words are beneath it, so that nobody depends on colours. */
export function Stages({ stages }: { stages: Readonly<Record<string, number>> }) {
  const shown = STAGES.filter(([stage]) => (stages[stage] ?? 0) > 0);
  return (
    <>
      <Box className={classes.bar} aria-hidden>
        {shown.map(([stage]) => (
          <span key={stage} data-stage={stage} style={{ flexGrow: stages[stage] }} />
        ))}
      </Box>
      <Group gap="xs" mt={4}>
        {shown.map(([stage, label]) => (
          <Text key={stage} size="xs" c="dimmed">
            <span className={classes.key} data-stage={stage} aria-hidden /> {label} {seconds(stages[stage]!)}
          </Text>
        ))}
      </Group>
    </>
  );
}
