import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Text } from '@mantine/core';
import type { MappedSite } from '../api/types';
import classes from './site-health.module.css';

/** How the computers of a site stand, in words and as a bar. */
export function SiteHealth({ site: { deviceCount, readyCount, failedCount } }: { site: MappedSite }) {
  if (deviceCount === 0) {
    return (
      <Text size="xs" c="dimmed" span>
        <Trans>No computers yet</Trans>
      </Text>
    );
  }
  const other = deviceCount - readyCount - failedCount;
  const words = [t`${readyCount} of ${deviceCount} ready`, failedCount > 0 && t`${failedCount} failed`, other > 0 && t`${other} on the way`];
  return (
    <Box className={classes.health}>
      <Text size="xs" span className="lk-figures">
        {words.filter(Boolean).join(', ')}
      </Text>
      <span className={classes.bar} aria-hidden>
        <span className={classes.ready} style={{ flexGrow: readyCount }} />
        <span className={classes.failed} style={{ flexGrow: failedCount }} />
        <span className={classes.other} style={{ flexGrow: other }} />
      </span>
    </Box>
  );
}
