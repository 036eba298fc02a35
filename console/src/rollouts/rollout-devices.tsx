import { Box, Group, NativeSelect, Text, Title } from '@mantine/core';
import { IconDeviceDesktopOff } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { DataTableColumn } from 'mantine-datatable';
import type { RolloutDetail, RolloutDevice } from '../api/types';
import { EmptyState } from '../components/empty-state';
import { AnchorLink } from '../components/links';
import { OnlineMark } from '../components/online-mark';
import { PagesFooter } from '../components/pages-footer';
import { PlainTable } from '../components/plain-table';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { SearchBox } from '../components/search-box';
import { useCursorTrail } from '../components/use-cursor-trail';
import { rolloutDevicesQuery } from './rollout-queries';
import { rolloutSearch } from './rollout-search';

const OUTCOMES: Record<string, string> = {
  settled: 'Settled',
  failed: 'Failed',
  withdrawn: 'Not needed any more',
  superseded: 'Overtaken by a newer change',
};
const CHOICES = [
  { value: '', label: 'All devices' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'released', label: 'Under way' },
  ...Object.entries(OUTCOMES).map(([value, label]) => ({ value, label })),
];

type Row = RolloutDevice & { id: string };

const columns: DataTableColumn<Row>[] = [
  {
    accessor: 'deviceName',
    title: 'Device',
    render: ({ deviceId, deviceName, online }) => (
      <Group gap={8} wrap="nowrap">
        <OnlineMark online={online} />
        <AnchorLink to="/devices" search={{ device: deviceId }} size="sm" fw={600}>
          {deviceName}
        </AnchorLink>
      </Group>
    ),
  },
  {
    accessor: 'siteName',
    title: 'Site',
    render: ({ siteName, clientName }) => (
      <Text size="sm">
        {siteName}{' '}
        <Text span size="xs" c="dimmed">
          {clientName}
        </Text>
      </Text>
    ),
    visibleMediaQuery: '(min-width: 48em)',
  },
  { accessor: 'wave', title: 'Wave', width: 70, render: ({ wave }) => wave ?? '–' },
  { accessor: 'outcome', title: 'Outcome', render: (device) => <Outcome device={device} /> },
  {
    accessor: 'releasedAt',
    title: 'Released',
    width: 130,
    render: ({ releasedAt }) => <RelativeTime at={releasedAt} never="Not yet" />,
    visibleMediaQuery: '(min-width: 48em)',
  },
];

function Outcome({ device: { outcome, releasedAt, acknowledgedAt, errorCode, errorTitle } }: { device: RolloutDevice }) {
  const word = outcome ? OUTCOMES[outcome] : acknowledgedAt ? 'Acknowledged' : releasedAt ? 'Released' : 'Waits';
  const colour = outcome === 'failed' ? 'light-dark(var(--mantine-color-red-8), var(--mantine-color-red-4))' : undefined;
  return (
    <Text size="sm" c={colour}>
      {word}
      {errorCode && (
        <Text span size="xs" c="dimmed">
          {' '}
          {errorTitle}{' '}
          <AnchorLink to="/status-catalogue" hash={errorCode} inherit>
            {errorCode}
          </AnchorLink>
        </Text>
      )}
    </Text>
  );
}

/** Every device that the change reaches, and how it took it. */
export function RolloutDevices({ rollout }: { rollout: RolloutDetail }) {
  const search = useSearch({ from: '/signed-in/shell/deployments/$rolloutId' });
  const navigate = useNavigate({ from: '/deployments/$rolloutId' });
  const query = useQuery({ ...rolloutDevicesQuery(rollout.id, search), placeholderData: keepPreviousData });
  const trail = useCursorTrail(search.cursor, (to) => void navigate({ search: (now) => ({ ...now, cursor: to }) }));
  const narrow = (to: object) =>
    void navigate({ search: (now) => rolloutSearch({ ...now, cursor: undefined, ...to }), replace: true });
  return (
    <Box className="lk-card" component="section" aria-label="Devices">
      <Group justify="space-between" px="md" py="sm" gap="sm">
        <Title order={2}>Devices</Title>
        <Group gap="xs">
          <SearchBox value={search.q ?? ''} onSearch={(q) => narrow({ q })} label="Device, site or client" />
          <NativeSelect
            size="sm"
            aria-label="Which devices"
            data={CHOICES}
            value={search.outcome ?? ''}
            onChange={(event) => narrow({ outcome: event.currentTarget.value })}
          />
          <NativeSelect
            size="sm"
            aria-label="Which wave"
            data={[
              { value: '', label: 'All waves' },
              ...rollout.waves.map(({ number }) => ({ value: String(number), label: `Wave ${number}` })),
            ]}
            value={String(search.wave ?? '')}
            onChange={(event) => narrow({ wave: Number(event.currentTarget.value) || undefined })}
          />
        </Group>
      </Group>
      <QueryState query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={IconDeviceDesktopOff} title="No device matches" compact />
          ) : (
            <PlainTable records={items.map((item) => ({ ...item, id: item.deviceId }))} columns={columns} />
          )
        }
      </QueryState>
      <PagesFooter
        page={query.data}
        noun={['device', 'devices']}
        cursor={search.cursor}
        onNext={trail.next}
        onBack={trail.back}
      />
    </Box>
  );
}
