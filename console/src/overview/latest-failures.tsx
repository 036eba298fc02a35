import { Badge, Box, Group, Text, Title } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { DeploymentSummary } from '../api/types';
import { EmptyState } from '../components/empty-state';
import { Rows } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { devicesQuery } from '../devices/device-queries';
import classes from './overview.module.css';

/** What failed, by cause first (one remedy each), then the newest devices. */
export function LatestFailures({ summary: { byCause } }: { summary: DeploymentSummary }) {
  const failed = useQuery(devicesQuery({ phase: 'FAILED', limit: 5 }));
  const devices = failed.data?.items ?? [];
  return (
    <Box className="lk-card" component="section">
      <Title order={2} px="md" py="sm">
        Failures
      </Title>
      {failed.isPending ? (
        <Rows count={3} />
      ) : byCause.length === 0 && devices.length === 0 ? (
        <EmptyState icon={IconCircleCheck} title="Nothing has failed" colour="teal" compact />
      ) : (
        <>
          {byCause.map(({ errorCode, errorTitle, count }) => (
            <Link key={errorCode} to="/devices" search={{ errorCode }} className={classes.row}>
              <Group gap={8} wrap="nowrap" miw={0}>
                <Badge variant="light" color="red" tt="none" style={{ flex: 'none' }}>
                  {errorCode}
                </Badge>
                <Text size="sm" truncate>
                  {errorTitle}
                </Text>
              </Group>
              <Text size="sm" fw={600} className="lk-figures">
                {count}
              </Text>
            </Link>
          ))}
          {devices.map((device) => (
            <Link key={device.id} to="/devices" search={{ device: device.id }} className={classes.row}>
              <Box miw={0}>
                <Text size="sm" fw={600} truncate>
                  {device.name}
                </Text>
                <Text size="xs" c="dimmed" truncate>
                  {device.clientName} · {device.siteName} · {device.deployment?.errorTitle}
                </Text>
              </Box>
              <RelativeTime at={device.deployment?.since} size="xs" c="dimmed" />
            </Link>
          ))}
        </>
      )}
    </Box>
  );
}
