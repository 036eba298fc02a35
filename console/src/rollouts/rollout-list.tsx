import { t } from '@lingui/core/macro';
import { Box, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Rollout } from '../api/types';
import { RelativeTime } from '../components/relative-time';
import { ProgressBar } from './progress-bar';
import { RolloutState } from './rollout-state';
import { RolloutTitle } from './rollout-title';
import classes from './rollouts.module.css';

/** Rollouts as rows: what, by whom, how far, and how it stands. */
export function RolloutList({ rollouts }: { rollouts: readonly Rollout[] }) {
  return (
    <Box>
      {rollouts.map((rollout) => (
        <Link
          key={rollout.id}
          to="/deployments/$rolloutId"
          params={{ rolloutId: rollout.id }}
          search={{}}
          className={classes.row}
        >
          <Box miw={0}>
            <Text size="sm" fw={600}>
              <RolloutTitle rollout={rollout} />
            </Text>
            <Text size="xs" c="dimmed">
              {rollout.requestedByName}, <RelativeTime at={rollout.createdAt} size="xs" c="dimmed" />
              {rollout.endedAt === null &&
                (rollout.wave === 0 ? t` · not begun yet` : t` · wave ${rollout.wave} of ${rollout.waveCount}`)}
            </Text>
          </Box>
          <ProgressBar progress={{ ...rollout, total: rollout.deviceCount }} />
          <Box className={classes.state}>
            <RolloutState rollout={rollout} />
          </Box>
        </Link>
      ))}
    </Box>
  );
}
