import { t } from '@lingui/core/macro';
import { Box, Group, Text } from '@mantine/core';
import { seconds } from './seconds';
import classes from './times.module.css';

/** The steps to Ready, in their order, with what they are called. */
const STAGES = [
  ['sent', t`Sent`],
  ['downloaded', t`Downloaded`],
  ['installed', t`Installed`],
  ['registered', t`Registered`],
  ['verified', t`Verified`],
  ['troubled', t`In trouble`],
] as const;

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
