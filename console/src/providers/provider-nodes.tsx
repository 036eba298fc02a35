import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Badge, Box, Group, SegmentedControl, TextInput } from '@mantine/core';
import { IconDeviceDesktopOff, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { NodeMatch, ProviderNode } from '../api/types';
import { EmptyState } from '../components/empty-state';
import { AnchorLink } from '../components/links';
import { OnlineMark } from '../components/online-mark';
import { PagesFooter } from '../components/pages-footer';
import { PlainTable } from '../components/plain-table';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { useCursorTrail } from '../components/use-cursor-trail';
import { nodesQuery } from './provider-queries';

const MATCHES: Record<NodeMatch, { word: string; colour: string }> = {
  proven: { word: t`Ours, proven`, colour: 'teal' },
  claimed: { word: t`Not proven`, colour: 'yellow' },
  stranger: { word: t`Stranger`, colour: 'red' },
};
const SHOWN = [{ value: 'all', label: t`All` }, ...Object.entries(MATCHES).map(([value, { word }]) => ({ value, label: word }))];

/** The provider's own records of devices, and whose they are. */
export function ProviderNodes({ id }: { id: string }) {
  const [match, setMatch] = useState<NodeMatch>();
  const [q, setQ] = useState('');
  const [cursor, setCursor] = useState<string>();
  const query = useQuery(nodesQuery(id, { ...(match ? { match } : {}), ...(q ? { q } : {}), ...(cursor ? { cursor } : {}) }));
  const trail = useCursorTrail(cursor, setCursor);
  const begin = (change: () => void) => {
    setCursor(undefined);
    change();
  };
  return (
    <>
      <Group gap="xs" mb="sm" role="search">
        <TextInput
          aria-label={t`Search records`}
          placeholder={t`Search`}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={q}
          onChange={({ currentTarget: { value } }) => begin(() => setQ(value))}
        />
        <SegmentedControl
          aria-label={t`Whose records`}
          data={SHOWN}
          value={match ?? 'all'}
          onChange={(value) => begin(() => setMatch(value === 'all' ? undefined : (value as NodeMatch)))}
        />
      </Group>
      <Box className="lk-card">
        <QueryState query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon={IconDeviceDesktopOff} title={t`No record`}>
                {match || q ? t`Nothing here is like that.` : t`A record appears when a remote agent connects for the first time.`}
              </EmptyState>
            ) : (
              <PlainTable<ProviderNode & { id: string }> records={items.map((node) => ({ ...node, id: node.remoteId }))} columns={COLUMNS} />
            )
          }
        </QueryState>
        <PagesFooter page={query.data} noun={[t`record`, t`records`]} cursor={cursor} onNext={trail.next} onBack={trail.back} />
      </Box>
    </>
  );
}

const COLUMNS = [
  { accessor: 'name', title: t`Record`, render: ({ name }: ProviderNode) => name || t`without a name` },
  { accessor: 'connected', title: t`Remote agent`, render: ({ connected }: ProviderNode) => <OnlineMark online={connected} /> },
  {
    accessor: 'match',
    title: t`Whose`,
    render: ({ match }: ProviderNode) => (
      <Badge variant="light" color={MATCHES[match].colour} tt="none">
        {MATCHES[match].word}
      </Badge>
    ),
  },
  { accessor: 'deviceName', title: t`Computer`, render: (node: ProviderNode) => <Device node={node} /> },
  { accessor: 'siteName', title: t`Site`, render: ({ siteName, clientName }: ProviderNode) => (siteName ? `${siteName}, ${clientName}` : 'none') },
  { accessor: 'agentVersion', title: t`Its version`, render: ({ agentVersion }: ProviderNode) => agentVersion ?? t`not known` },
  { accessor: 'lastSeenAt', title: t`Last seen`, render: ({ lastSeenAt }: ProviderNode) => <RelativeTime at={lastSeenAt} /> },
];

function Device({ node: { match, deviceId, deviceName } }: { node: ProviderNode }) {
  if (deviceId !== null)
    return (
      <AnchorLink to="/devices" search={{ device: deviceId }} underline="always" size="sm">
        {deviceName}
      </AnchorLink>
    );
  return match === 'stranger' ? (
    <AnchorLink to="/devices/identity" underline="always" size="sm">
      <Trans>Settle it</Trans>
    </AnchorLink>
  ) : null;
}
