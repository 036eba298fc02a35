import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Badge, Box, Button } from '@mantine/core';
import { IconPlayerStop, IconScreenShareOff } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ProviderShare } from '../api/types';
import { confirm } from '../components/confirm';
import { EmptyState } from '../components/empty-state';
import { AnchorLink } from '../components/links';
import { PagesFooter } from '../components/pages-footer';
import { PlainTable } from '../components/plain-table';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { useCursorTrail } from '../components/use-cursor-trail';
import { MODE_NAMES } from '../devices/log-in';
import { useRevokeLaunch } from '../sessions/launch-queries';
import { sharesQuery } from './provider-queries';

/** What is open at the provider: who, which device, until when. */
export function ProviderShares({ id }: { id: string }) {
  const [cursor, setCursor] = useState<string>();
  const trail = useCursorTrail(cursor, setCursor);
  const query = useQuery(sharesQuery(id, cursor));
  return (
    <Box className="lk-card">
      <QueryState query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={IconScreenShareOff} title={t`Nothing is open`}>
              <Trans>Each Log In opens a page at the provider for one person and one computer, and it ends with it.</Trans>
            </EmptyState>
          ) : (
            <PlainTable records={items} columns={COLUMNS} />
          )
        }
      </QueryState>
      <PagesFooter page={query.data} noun={[t`share`, t`shares`]} cursor={cursor} onNext={trail.next} onBack={trail.back} />
    </Box>
  );
}

const COLUMNS = [
  { accessor: 'operatorName', title: t`Who` },
  {
    accessor: 'deviceName',
    title: t`Computer`,
    render: ({ deviceId, deviceName }: ProviderShare) => (
      <AnchorLink to="/devices" search={{ device: deviceId }} underline="always" size="sm">
        {deviceName}
      </AnchorLink>
    ),
  },
  { accessor: 'siteName', title: t`Site`, render: ({ siteName, clientName }: ProviderShare) => `${siteName}, ${clientName}` },
  { accessor: 'mode', title: t`How`, render: ({ mode }: ProviderShare) => MODE_NAMES[mode] },
  { accessor: 'openedAt', title: t`Open since`, render: ({ openedAt }: ProviderShare) => <RelativeTime at={openedAt} never={t`not opened yet`} /> },
  { accessor: 'expiresAt', title: t`Until`, render: ({ expiresAt }: ProviderShare) => <RelativeTime at={expiresAt} never={t`being made`} /> },
  { accessor: 'end', title: '', render: (share: ProviderShare) => <End share={share} /> },
];

function End({ share: { id, isEnding, operatorName, deviceName } }: { share: ProviderShare }) {
  const revoke = useRevokeLaunch();
  const client = useQueryClient();
  if (isEnding)
    return (
      <Badge variant="light" color="yellow" tt="none">
        <Trans>The provider is being told</Trans>
      </Badge>
    );
  const ask = () =>
    confirm({
      title: t`Revoke this share?`,
      confirm: t`Revoke it`,
      children: t`${operatorName} loses the connection to ${deviceName} at once.`,
      onConfirm: () => revoke.mutate(id, { onSettled: () => void client.invalidateQueries({ queryKey: ['provider-instances'] }) }),
    });
  return (
    <Button size="compact-sm" variant="light" color="red" leftSection={<IconPlayerStop size={14} />} loading={revoke.isPending} onClick={ask}>
      <Trans>Revoke</Trans>
    </Button>
  );
}
