import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Text } from '@mantine/core';
import { IconAlertTriangleFilled } from '@tabler/icons-react';
import type { Warning } from '../../api/types';
import { AnchorLink } from '../../components/links';
import { useMe } from '../me';
import { hasRight } from '../rights';
import { ALL_PAGES } from './pages';
import classes from './security-warnings.module.css';

/** Where one can look at what is wrong; each is offered to those who may open it. */
const PLACES = ALL_PAGES.filter(({ to }) => to === '/settings/providers' || to === '/system');

/** The red banner of every page. Only what it warns of can make it go: it has no way to be closed. */
export function SecurityWarnings() {
  const { warnings, secondFactor } = useMe();
  const isUnprotected = secondFactor.mandatory && !secondFactor.enrolled;
  if (warnings.length === 0 && !isUnprotected) return null;
  return (
    <Box component="section" aria-label={t`Security warnings`} className={classes.banner}>
      {isUnprotected && (
        <Box className={classes.warning}>
          <IconAlertTriangleFilled size={18} aria-hidden className={classes.icon} />
          <Text fz={{ base: 'xs', sm: 'sm' }}>
            <Trans><b>Your account has no second factor.</b> After this session nobody gets in without one, and nothing dangerous can be done.{' '}
            <AnchorLink to="/account" inherit c="inherit" fw={600} underline="always">
              Enrol one now
            </AnchorLink></Trans>
          </Text>
        </Box>
      )}
      {warnings.map((warning) => (
        <OneWarning key={warning.detail} warning={warning} />
      ))}
    </Box>
  );
}

function OneWarning({ warning: { code, title, detail } }: { warning: Warning }) {
  const me = useMe();
  const places = PLACES.filter(({ needs }) => !needs || hasRight(me, ...needs));
  return (
    <Box className={classes.warning}>
      <IconAlertTriangleFilled size={18} aria-hidden className={classes.icon} />
      <Text fz={{ base: 'xs', sm: 'sm' }}>
        <b>{title}.</b> {detail}{' '}
        {places.map(({ to, label }) => (
          <AnchorLink key={to} to={to} inherit c="inherit" fw={600} underline="always" mr={10}>
            {label}
          </AnchorLink>
        ))}
        <AnchorLink to="/status-catalogue" hash={code} inherit c="inherit" underline="always">
          {code}
        </AnchorLink>
      </Text>
    </Box>
  );
}
