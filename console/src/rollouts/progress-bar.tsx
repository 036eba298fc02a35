import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Text } from '@mantine/core';
import classes from './rollouts.module.css';

interface Progress {
  settled: number;
  failed: number;
  released: number;
  /** Of so many devices. */
  total: number;
}

/** How far a change has come; the figures below say the same in words. */
export function ProgressBar({ progress: { settled, failed, released, total } }: { progress: Progress }) {
  const share = (count: number) => ({ width: `${total === 0 ? 0 : (count / total) * 100}%` });
  const underWay = Math.max(0, released - settled - failed);
  return (
    <Box>
      <Box className={classes.bar} aria-hidden>
        <Box style={{ ...share(settled), background: 'var(--mantine-color-teal-5)' }} />
        <Box style={{ ...share(failed), background: 'var(--mantine-color-red-6)' }} />
        <Box style={{ ...share(underWay), background: 'var(--mantine-color-blue-5)' }} />
      </Box>
      <Text size="xs" c="dimmed" mt={4} className="lk-figures">
        <Trans>
          {settled} of {total} settled
        </Trans>
        {failed > 0 && (
          <Text span inherit c="light-dark(var(--mantine-color-red-8), var(--mantine-color-red-4))" fw={600}>
            {t` · ${failed} failed`}
          </Text>
        )}
        {underWay > 0 && t` · ${underWay} under way`}
      </Text>
    </Box>
  );
}
