import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Group, Loader, Stack, Text } from '@mantine/core';
import { IconDeviceDesktopPlus } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { EmptyState } from '../components/empty-state';
import { AnchorLink } from '../components/links';
import { OnlineMark } from '../components/online-mark';
import { QueryState } from '../components/query-state';
import { LogInIcon } from '../devices/log-in-icon';
import { PhaseMark } from '../devices/phase-mark';
import { phaseOf } from '../devices/phases';
import { DoneNote } from './done-note';

/** Asked again with every change that the event stream tells of, as all that is summed up. */
const firstDevicesQuery = queryOptions({
  queryKey: ['summary', 'first-devices'],
  queryFn: () => answer(api.GET('/api/v1/devices', { params: { query: { limit: 5, sort: '-enrolledAt' } } })),
});

/** The newest devices as they come, until one of them is Ready. */
export function ReadyStep() {
  const query = useQuery(firstDevicesQuery);
  return (
    <QueryState query={query} compact>
      {({ items }) => {
        if (items.length === 0) {
          return (
            <Box className="lk-card" maw={760}>
              <EmptyState icon={IconDeviceDesktopPlus} title={t`Waiting for the first device`} colour="latch" compact action={<AnchorLink to="/first-run" search={{ step: 'install' }} size="sm"><Trans>Show the install command</Trans></AnchorLink>}>
                <Trans>It appears here by itself as soon as the agent runs on it.</Trans>
              </EmptyState>
            </Box>
          );
        }
        const ready = items.find((device) => phaseOf(device).startsWith('READY'));
        return (
          <Stack maw={760}>
            {ready && (
              <DoneNote title={t`${ready.name} is Ready`}>
                <Text size="sm"><Trans>Its Log In icon opens it. That is all of it: every device that joins this site goes the same way.</Trans></Text>
              </DoneNote>
            )}
            <Box className="lk-card" component="ul" m={0} p={0} style={{ listStyle: 'none' }} aria-label={t`Newest devices`} aria-live="polite">
              {items.map((device, index) => (
                <Group key={device.id} component="li" justify="space-between" px="md" py="sm" style={index > 0 ? { borderTop: '1px solid var(--lk-line)' } : undefined}>
                  <Group gap="sm">
                    <LogInIcon device={device} />
                    <div>
                      <AnchorLink to="/devices" search={{ device: device.id, tab: 'deployment' }} size="sm" fw={600}>
                        {device.name}
                      </AnchorLink>
                      <Text size="xs" c="dimmed">
                        {device.clientName} › {device.siteName}
                      </Text>
                    </div>
                  </Group>
                  <Group gap="md">
                    <OnlineMark online={device.online} />
                    <PhaseMark phase={phaseOf(device)} label={device.deployment?.label ?? null} badge />
                  </Group>
                </Group>
              ))}
            </Box>
            {!ready && (
              <Group gap="xs">
                <Loader size={14} aria-hidden />
                <Text size="sm" c="dimmed">
                  <Trans>Installing and proving the connection.</Trans>
                </Text>
              </Group>
            )}
          </Stack>
        );
      }}
    </QueryState>
  );
}
