import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconFingerprint, IconSearchOff } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { IdentityDoubt } from '../../api/types';
import { EmptyState } from '../../components/empty-state';
import { AnchorLink } from '../../components/links';
import { OnlineMark } from '../../components/online-mark';
import { OsName } from '../../components/os-name';
import { PageHeader } from '../../components/page-header';
import { PagesFooter } from '../../components/pages-footer';
import { QueryState } from '../../components/query-state';
import { RelativeTime } from '../../components/relative-time';
import { SearchBox } from '../../components/search-box';
import { useCursorTrail } from '../../components/use-cursor-trail';
import { ClaimNotice } from './claim-notice';
import { doubtsQuery } from './doubt-queries';
import { Orphans } from './orphans';
import { QuarantineNotice } from './quarantine-notice';
import { UnknownAgents } from './unknown-agents';

/** Devices > Identity: the devices of which only a person can say who they are. */
export function IdentityPage() {
  const search = useSearch({ from: '/signed-in/shell/devices/identity' });
  const navigate = useNavigate({ from: '/devices/identity' });
  const query = useQuery({ ...doubtsQuery({ limit: 25, ...search }), placeholderData: keepPreviousData });
  const trail = useCursorTrail(search.cursor, (cursor) => void navigate({ search: (now) => ({ ...now, cursor }) }));
  return (
    <>
      <PageHeader
        path={[t`Devices`]}
        title={t`Identity`}
        lead={t`Devices of which somebody has to say who they are, remote agents that nobody deployed, and records without a device.`}
      />
      <Group mb="sm" role="search">
        <SearchBox
          value={search.q ?? ''}
          label={t`Search these devices`}
          onSearch={(words) => void navigate({ search: { q: words || undefined }, replace: true })}
        />
      </Group>
      <QueryState query={query}>
        {({ items }) =>
          items.length > 0 ? (
            <Stack gap="md" maw={980}>
              {items.map((doubt) => (
                <DoubtCard key={doubt.id} doubt={doubt} />
              ))}
            </Stack>
          ) : (
            <Box className="lk-card">
              <Nothing searched={Boolean(search.q)} onClear={() => void navigate({ search: {} })} />
            </Box>
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
      <UnknownAgents />
      <Orphans />
    </>
  );
}

function DoubtCard({ doubt }: { doubt: IdentityDoubt }) {
  return (
    <Box className="lk-card" p="md" component="section" aria-label={doubt.name}>
      <Group justify="space-between" mb="sm" gap="xs">
        <Box miw={0}>
          <Title order={2}>
            <AnchorLink to="/devices" search={{ device: doubt.id }} inherit>
              {doubt.name}
            </AnchorLink>
          </Title>
          <Text size="xs" c="dimmed">
            {doubt.clientName} · {doubt.siteName}
          </Text>
        </Box>
        <Group gap="md">
          <OsName os={doubt.os} version={doubt.osVersion} />
          {doubt.online ? (
            <OnlineMark online />
          ) : (
            <Text size="sm" c="dimmed">
              <Trans>Last seen: <RelativeTime at={doubt.lastSeenAt} /></Trans>
            </Text>
          )}
        </Group>
      </Group>
      <Stack gap="sm">
        <ClaimNotice doubt={doubt} />
        <QuarantineNotice doubt={doubt} />
      </Stack>
    </Box>
  );
}

function Nothing({ searched, onClear }: { searched: boolean; onClear: () => void }) {
  return searched ? (
    <EmptyState
      icon={IconSearchOff}
      title={t`No device matches`}
      action={
        <Button variant="default" onClick={onClear}>
          <Trans>Clear the search</Trans>
        </Button>
      }
    />
  ) : (
    <EmptyState icon={IconFingerprint} title={t`Every device is who it says it is`} colour="teal">
      <Trans>A device appears here when its system was installed afresh and nobody can tell it from an imitation, when its key
      is used in two places, or when it is new and its token lets nobody in unasked.</Trans>
    </EmptyState>
  );
}
