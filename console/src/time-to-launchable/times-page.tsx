import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, SegmentedControl, SimpleGrid, Table, Text } from '@mantine/core';
import { IconStopwatch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { LaunchableTimes } from '../api/types';
import { EmptyState } from '../components/empty-state';
import { PageHeader } from '../components/page-header';
import { QueryState } from '../components/query-state';
import { againstUsual, seconds } from './seconds';
import { Stages } from './stages';
import { TimesChart } from './times-chart';
import { type Grouping, timesQuery } from './times-query';

const COLUMNS: Readonly<Record<Grouping, string>> = { week: t`Week`, site: t`Site`, provider: t`Provider` };

const GROUPINGS = [
  { value: 'week', label: t`By week` },
  { value: 'site', label: t`By site` },
  { value: 'provider', label: t`By provider` },
];

/** Deployments > Time to launchable: from a package to Log In, step by step, against the usual 15 minutes. */
export function TimesPage() {
  const { by: groupBy = 'week' } = useSearch({ from: '/signed-in/shell/time-to-launchable' });
  const navigate = useNavigate({ from: '/time-to-launchable' });
  const query = useQuery(timesQuery(groupBy));
  return (
    <>
      <PageHeader
        path={[t`Deployments`]}
        title={t`Time to launchable`}
        lead={t`From the moment a device is wanted until somebody can Log In, over the last 12 weeks. Time in which a device was offline, or waited for its wave, is not counted.`}
        actions={
          <SegmentedControl
            aria-label={t`Group by`}
            data={GROUPINGS}
            value={groupBy}
            onChange={(value) => void navigate({ search: (now) => ({ ...now, by: value as Grouping }), replace: true })}
          />
        }
      />
      <QueryState query={query}>
        {({ all, items }) =>
          all === null ? (
            <Box className="lk-card">
              <EmptyState icon={IconStopwatch} title={t`No device has become Ready yet`}>
                <Text size="sm" inherit>
                  <Trans>Assign a package to a site; the first device that becomes Ready appears here.</Trans>
                </Text>
              </EmptyState>
            </Box>
          ) : (
            <>
              <Figures all={all} />
              <Box className="lk-card" mb="md">
                <TimesChart items={items} unit={groupBy} />
              </Box>
              <Box className="lk-card" style={{ overflowX: 'auto' }}>
                <Table verticalSpacing="sm" miw={620} aria-label={t`Times`}>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{COLUMNS[groupBy]}</Table.Th>
                      <Table.Th><Trans>Devices</Trans></Table.Th>
                      <Table.Th><Trans>Median</Trans></Table.Th>
                      <Table.Th><Trans>95 % within</Trans></Table.Th>
                      <Table.Th w="45%"><Trans>Steps, medians</Trans></Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {items.map((times) => (
                      <Table.Tr key={times.key}>
                        <Table.Td>{times.name}</Table.Td>
                        <Table.Td className="lk-figures">{times.devices}</Table.Td>
                        <Table.Td className="lk-figures">{seconds(times.p50Seconds)}</Table.Td>
                        <Table.Td className="lk-figures">{seconds(times.p95Seconds)}</Table.Td>
                        <Table.Td>
                          <Stages stages={times.stages} />
                        </Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </Box>
            </>
          )
        }
      </QueryState>
    </>
  );
}

function Figures({ all }: { all: LaunchableTimes }) {
  const figures = [
    [t`Median`, seconds(all.p50Seconds)],
    [t`95 % within`, seconds(all.p95Seconds)],
    [t`Devices`, String(all.devices)],
    [t`Against the usual 15 minutes`, againstUsual(all.p50Seconds)],
  ];
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }} spacing="md" mb="md">
      {figures.map(([name, value]) => (
        <Box key={name} className="lk-card" p="md">
          <Text size="xs" c="dimmed">
            {name}
          </Text>
          <Text fw={600} size="xl" className="lk-figures">
            {value}
          </Text>
        </Box>
      ))}
    </SimpleGrid>
  );
}
