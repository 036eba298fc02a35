import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, SimpleGrid, Text } from '@mantine/core';
import { IconBuilding, IconDeviceDesktop, IconPlugConnected, IconScreenShare, type Icon } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { usePlace } from '../app/place';
import { Link, type LinkProps } from '@tanstack/react-router';
import { overviewQuery } from '../devices/device-queries';
import { number } from '../language/formats';
import classes from './overview.module.css';

/** The four numbers people look at first. */
export function Headlines() {
  const { data } = useQuery(overviewQuery(usePlace()));
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }} spacing={{ base: 'sm', sm: 'md' }}>
      <Headline icon={IconDeviceDesktop} name={t`Computers`} value={data?.devices} to="/devices" />
      <Headline
        icon={IconPlugConnected}
        name={t`Online`}
        value={data?.online}
        of={data?.devices}
        to="/devices"
        search={{ online: true }}
      />
      <Headline icon={IconBuilding} name={t`Sites enabled`} value={data?.enabledSites} of={data?.sites} to="/sites" />
      <Headline
        icon={IconScreenShare}
        name={t`Live sessions`}
        value={data?.liveLaunches}
        to="/sessions"
        search={{ show: 'live' }}
      />
    </SimpleGrid>
  );
}

interface HeadlineProps {
  icon: Icon;
  name: string;
  value: number | undefined;
  of?: number | undefined;
  to: NonNullable<LinkProps['to']>;
  search?: Record<string, unknown>;
}

function Headline({ icon: HeadlineIcon, name, value, of, to, search }: HeadlineProps) {
  return (
    <Link to={to} search={search as never} className={`lk-card ${classes.headline}`}>
      <Box className={classes.icon}>
        <HeadlineIcon size={20} stroke={1.7} aria-hidden />
      </Box>
      <Box>
        <Text fz={24} fw={650} lh={1.1} className="lk-figures">
          {value === undefined ? '–' : number.format(value)}
          {of !== undefined && (
            <Text span size="sm" c="dimmed" fw={500}>
              {' '}
              <Trans>of {number.format(of)}</Trans>
            </Text>
          )}
        </Text>
        <Text size="sm" c="dimmed">
          {name}
        </Text>
      </Box>
    </Link>
  );
}
