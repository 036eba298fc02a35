import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Text } from '@mantine/core';
import { IconSnowflake } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMe } from '../app/me';
import { hasRight } from '../app/rights';
import { AnchorLink } from '../components/links';
import { RelativeTime } from '../components/relative-time';
import classes from './freeze-banner.module.css';
import { freezeQuery } from './freeze-query';

/** Says on every page that nothing new begins, who ordered that and why. Only unfreezing makes it go. */
export function FreezeBanner() {
  const me = useMe();
  const { data: freeze } = useQuery(freezeQuery);
  if (!freeze?.frozen) return null;
  return (
    <Box component="section" aria-label={t`Freeze`} className={classes.banner}>
      <IconSnowflake size={18} aria-hidden className={classes.icon} />
      <Text fz={{ base: 'xs', sm: 'sm' }}>
        <b><Trans>All new orders are frozen.</Trans></b> “{freeze.reason}” – {freeze.byName},{' '}
        <RelativeTime at={freeze.at} inherit c="inherit" />. <span><Trans>Log In goes on working.</Trans></span>{' '}
        {hasRight(me, 'policies.read') && (
          <AnchorLink to="/deployments" inherit c="inherit" fw={600} underline="always">
            <Trans>Deployments</Trans>
          </AnchorLink>
        )}
      </Text>
    </Box>
  );
}
