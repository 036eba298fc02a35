import { t } from '@lingui/core/macro';
import { Select as Choice, Plural, Trans } from '@lingui/react/macro';
import { Box, Group, SegmentedControl, Select, Table, Text } from '@mantine/core';
import { IconDoorEnter } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../api/client';
import type { Access, AccessReport } from '../api/types';
import { EmptyState } from '../components/empty-state';
import { ExportButtons } from '../components/export-buttons';
import { PageHeader } from '../components/page-header';
import { QueryState } from '../components/query-state';
import { duration, inFull } from '../components/relative-time';
import { MODE_NAMES } from '../devices/log-in';
import { sitesQuery } from '../sites/site-queries';
import { accessReportQuery, beginningOf } from './access-report-query';

const OFFERED_SITES = 50;
const PERIODS = [
  { value: '1', label: t`Today` },
  { value: '7', label: t`7 days` },
  { value: '31', label: t`31 days` },
  { value: '366', label: t`A year` },
];
const USUAL = '31';

/** Work > Access report: who entered the devices of a site, why, and for how long; made to be handed to the client. */
export function AccessReportPage() {
  const search = useSearch({ from: '/signed-in/shell/access-report' });
  const navigate = useNavigate({ from: '/access-report' });
  const [words, setWords] = useState('');
  const sites = useQuery({ ...sitesQuery({ limit: OFFERED_SITES, ...(words ? { q: words } : {}) }), placeholderData: keepPreviousData });
  const offered = (sites.data?.items ?? []).map(({ id, name, clientName }) => ({ value: id, label: `${name} (${clientName})` }));
  const site = search.site ?? offered[0]?.value;
  const days = PERIODS.some(({ value }) => value === search.days) ? search.days! : USUAL;
  return (
    <>
      <PageHeader
        path={[t`Work`]}
        title={t`Access report`}
        lead={t`Who entered the devices of a site, why, and for how long. The client’s own site manager reads the same.`}
      />
      <Group gap="xs" mb="sm" role="search">
        <Select
          aria-label={t`Site`}
          placeholder={t`Site`}
          searchable
          data={offered}
          value={site ?? null}
          onSearchChange={(typed) => setWords(offered.some(({ label }) => label === typed) ? '' : typed)}
          onChange={(value) => void navigate({ search: (now) => ({ ...now, site: value ?? undefined }), replace: true })}
          w={320}
        />
        <SegmentedControl
          aria-label={t`Period`}
          data={PERIODS}
          value={days}
          onChange={(value) => void navigate({ search: (now) => ({ ...now, days: value }), replace: true })}
        />
      </Group>
      {site ? <Report siteId={site} from={beginningOf(Number(days))} /> : sites.data && <NoSite />}
    </>
  );
}

function NoSite() {
  return (
    <Box className="lk-card">
      <EmptyState icon={IconDoorEnter} title={t`There is no site yet`} />
    </Box>
  );
}

function Report({ siteId, from }: { siteId: string; from: string }) {
  const query = useQuery({ ...accessReportQuery(siteId, from), placeholderData: keepPreviousData });
  return (
    <Box className="lk-card">
      <QueryState query={query}>
        {(report) => (
          <>
            <Group justify="space-between" p="sm" gap="xs">
              <Text size="sm">
                <Trans><b>{report.total}</b> <Plural value={report.total} one="session" other="sessions" />, {duration(report.totalSeconds)} in all,
                since {inFull(new Date(report.from))}
                <Choice value={report.isCut ? 'yes' : 'no'} _yes={`; the latest ${report.items.length} are shown`} other="" /></Trans>
              </Text>
              <ExportButtons name="access-report" ask={(format) => api.POST('/api/v1/access-reports/export', { body: { siteId, from, format }, parseAs: 'blob' })} />
            </Group>
            {report.items.length === 0 ? (
              <EmptyState icon={IconDoorEnter} title={t`Nobody entered a device in this time`} />
            ) : (
              <Sessions report={report} />
            )}
          </>
        )}
      </QueryState>
    </Box>
  );
}

function Sessions({ report }: { report: AccessReport }) {
  return (
    <Box style={{ overflowX: 'auto' }} tabIndex={0} role="region" aria-label={t`Sessions`}>
      <Table verticalSpacing="xs" miw={720} aria-label={t`Sessions at ${report.siteName}`}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th><Trans>Opened</Trans></Table.Th>
            <Table.Th><Trans>Who</Trans></Table.Th>
            <Table.Th><Trans>Device</Trans></Table.Th>
            <Table.Th><Trans>How</Trans></Table.Th>
            <Table.Th><Trans>How long</Trans></Table.Th>
            <Table.Th w="35%"><Trans>Why</Trans></Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {report.items.map((access) => (
            <Session key={`${access.openedAt} ${access.deviceName} ${access.operatorName}`} access={access} />
          ))}
        </Table.Tbody>
      </Table>
    </Box>
  );
}

function Session({ access: { openedAt, endedAt, seconds, operatorName, deviceName, mode, reason } }: { access: Access }) {
  return (
    <Table.Tr>
      <Table.Td>{inFull(new Date(openedAt))}</Table.Td>
      <Table.Td>{operatorName}</Table.Td>
      <Table.Td>{deviceName}</Table.Td>
      <Table.Td>{MODE_NAMES[mode]}</Table.Td>
      <Table.Td className="lk-figures">
        {duration(seconds)}
        {endedAt === null && t`, goes on`}
      </Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>{reason ?? <Text span size="sm" c="dimmed"><Trans>no reason asked for</Trans></Text>}</Table.Td>
    </Table.Tr>
  );
}
