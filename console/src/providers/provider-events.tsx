import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ProviderEvent } from '../api/types';
import { EmptyState } from '../components/empty-state';
import { AnchorLink } from '../components/links';
import { PagesFooter } from '../components/pages-footer';
import { PlainTable } from '../components/plain-table';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { useCursorTrail } from '../components/use-cursor-trail';
import { eventsQuery } from './provider-queries';

const KINDS: Record<string, string> = {
  reachable: t`Could be reached again`,
  unreachable: t`Could not be reached any more`,
  refused: t`Refused our credentials`,
  started: t`The engine started`,
  version: t`Version`,
  'provider-instance.create': t`Connected`,
  'provider-instance.change': t`Settings changed`,
  'provider-instance.try': t`A connection was tried`,
  'provider-instance.test': t`Asked how it is`,
  'provider-administration.launch': t`Administration opened`,
};

/** What happened to the provider and what people did to it, for 90 days. */
export function ProviderEvents({ id }: { id: string }) {
  const [cursor, setCursor] = useState<string>();
  const trail = useCursorTrail(cursor, setCursor);
  const query = useQuery(eventsQuery(id, cursor));
  return (
    <Box className="lk-card">
      <QueryState query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={IconHistory} title={t`Nothing has happened`}>
              <Trans>When it cannot be reached, restarts, has another version or is set otherwise, it says so here.</Trans>
            </EmptyState>
          ) : (
            <PlainTable records={items} columns={COLUMNS} />
          )
        }
      </QueryState>
      <PagesFooter page={query.data} noun={[t`event`, t`events`]} cursor={cursor} onNext={trail.next} onBack={trail.back} />
    </Box>
  );
}

const COLUMNS = [
  { accessor: 'at', title: t`When`, render: ({ at }: ProviderEvent) => <RelativeTime at={at} /> },
  { accessor: 'kind', title: t`What`, render: ({ kind, detail }: ProviderEvent) => `${KINDS[kind] ?? kind}${detail ? ` ${detail}` : ''}` },
  {
    accessor: 'code',
    title: t`Cause`,
    render: ({ code }: ProviderEvent) =>
      code && (
        <AnchorLink to="/status-catalogue" hash={code} underline="always" size="sm">
          {code}
        </AnchorLink>
      ),
  },
  { accessor: 'actorName', title: t`By`, render: ({ actorName }: ProviderEvent) => actorName },
];
