import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
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
  settled: t`Settled`,
  failed: t`Failed`,
  withdrawn: t`Not needed any more`,
  superseded: t`Overtaken by a newer change`,
};
const CHOICES = [
  { value: '', label: t`All devices` },
  { value: 'waiting', label: t`Waiting` },
  { value: 'released', label: t`Under way` },
  ...Object.entries(OUTCOMES).map(([value, label]) => ({ value, label })),
];

type Row = RolloutDevice & { id: string };

const columns: DataTableColumn<Row>[] = [
  {
    accessor: 'deviceName',
    title: t`Device`,
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
    title: t`Site`,
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
  { accessor: 'wave', title: t`Wave`, width: 70, render: ({ wave }) => wave ?? '–' },
  { accessor: 'outcome', title: t`Outcome`, render: (device) => <Outcome device={device} /> },
  {
    accessor: 'releasedAt',
    title: t`Released`,
    width: 130,
    render: ({ releasedAt }) => <RelativeTime at={releasedAt} never={t`Not yet`} />,
    visibleMediaQuery: '(min-width: 48em)',
  },
];

function Outcome({ device: { outcome, releasedAt, acknowledgedAt, errorCode, errorTitle } }: { device: RolloutDevice }) {
  const word = outcome ? OUTCOMES[outcome] : acknowledgedAt ? t`Acknowledged` : releasedAt ? t`Released` : t`Waits`;
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
    <Box className="lk-card" component="section" aria-label={t`Devices`}>
      <Group justify="space-between" px="md" py="sm" gap="sm">
        <Title order={2}><Trans>Devices</Trans></Title>
        <Group gap="xs">
          <SearchBox value={search.q ?? ''} onSearch={(q) => narrow({ q })} label={t`Device, site or client`} />
          <NativeSelect
            size="sm"
            aria-label={t`Which devices`}
            data={CHOICES}
            value={search.outcome ?? ''}
            onChange={(event) => narrow({ outcome: event.currentTarget.value })}
          />
          <NativeSelect
            size="sm"
            aria-label={t`Which wave`}
            data={[
              { value: '', label: t`All waves` },
              ...rollout.waves.map(({ number }) => ({ value: String(number), label: t`Wave ${number}` })),
            ]}
            value={String(search.wave ?? '')}
            onChange={(event) => narrow({ wave: Number(event.currentTarget.value) || undefined })}
          />
        </Group>
      </Group>
      <QueryState query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={IconDeviceDesktopOff} title={t`No device matches`} compact />
          ) : (
            <PlainTable records={items.map((item) => ({ ...item, id: item.deviceId }))} columns={columns} />
          )
        }
      </QueryState>
      <PagesFooter
        page={query.data}
        noun={[t`device`, t`devices`]}
        cursor={search.cursor}
        onNext={trail.next}
        onBack={trail.back}
      />
    </Box>
  );
}
