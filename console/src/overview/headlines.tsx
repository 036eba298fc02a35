import { Box, SimpleGrid, Text } from '@mantine/core';
import { IconBuilding, IconDeviceDesktop, IconPlugConnected, IconScreenShare, type Icon } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import { devicesQuery } from '../devices/device-queries';
import { launchesQuery } from '../sessions/launch-queries';
import { sitesQuery } from '../sites/site-queries';
import classes from './overview.module.css';

/** Counts come with every list: one row is asked for, and its total read. */
const ONLY_COUNT = { limit: 1 };
const number = new Intl.NumberFormat();

/** The four numbers people look at first. */
export function Headlines() {
  const all = useQuery(devicesQuery(ONLY_COUNT));
  const online = useQuery(devicesQuery({ ...ONLY_COUNT, online: true }));
  const sites = useQuery(sitesQuery(ONLY_COUNT));
  const enabled = useQuery(sitesQuery({ ...ONLY_COUNT, enabled: true }));
  const live = useQuery(launchesQuery({ ...ONLY_COUNT, live: true }));
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }} spacing={{ base: 'sm', sm: 'md' }}>
      <Headline icon={IconDeviceDesktop} name="Computers" value={all.data?.total} to="/devices" />
      <Headline
        icon={IconPlugConnected}
        name="Online"
        value={online.data?.total}
        of={all.data?.total}
        to="/devices"
        search={{ online: true }}
      />
      <Headline
        icon={IconBuilding}
        name="Sites enabled"
        value={enabled.data?.total}
        of={sites.data?.total}
        to="/sites"
      />
      <Headline
        icon={IconScreenShare}
        name="Live sessions"
        value={live.data?.total}
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
  of?: number;
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
              of {number.format(of)}
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
