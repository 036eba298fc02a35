import { Box, SegmentedControl, SimpleGrid, Table, Text } from '@mantine/core';
import { IconStopwatch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { LaunchableTimes } from '../api/types';
import { EmptyState } from '../components/empty-state';
import { PageHeader } from '../components/page-header';
import { QueryState } from '../components/query-state';
import { seconds, Stages } from './stages';
import { type Grouping, timesQuery } from './times-query';

/** What people are used to wait from marking a site to the first Log In. */
const USUAL_SECONDS = 15 * 60;

const COLUMNS: Readonly<Record<Grouping, string>> = { week: 'Week', site: 'Site', provider: 'Provider' };

const GROUPINGS = [
  { value: 'week', label: 'By week' },
  { value: 'site', label: 'By site' },
  { value: 'provider', label: 'By provider' },
];

/** Deployments > Time to launchable: from a package to Log In, step by step, against the usual 15 minutes. */
export function TimesPage() {
  const [groupBy, setGroupBy] = useState<Grouping>('week');
  const query = useQuery(timesQuery(groupBy));
  return (
    <>
      <PageHeader
        path={['Deployments']}
        title="Time to launchable"
        lead="From the moment a device is wanted until somebody can Log In, over the last 12 weeks. Time in which a device was offline, or waited for its wave, is not counted."
        actions={
          <SegmentedControl
            aria-label="Group by"
            data={GROUPINGS}
            value={groupBy}
            onChange={(value) => setGroupBy(value as Grouping)}
          />
        }
      />
      <QueryState query={query}>
        {({ all, items }) =>
          all === null ? (
            <Box className="lk-card">
              <EmptyState icon={IconStopwatch} title="No device has become Ready yet">
                <Text size="sm" inherit>
                  Assign a package to a site; the first device that becomes Ready appears here.
                </Text>
              </EmptyState>
            </Box>
          ) : (
            <>
              <Figures all={all} />
              <Box className="lk-card" style={{ overflowX: 'auto' }}>
                <Table verticalSpacing="sm" miw={620} aria-label="Times">
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{COLUMNS[groupBy]}</Table.Th>
                      <Table.Th>Devices</Table.Th>
                      <Table.Th>Median</Table.Th>
                      <Table.Th>95 % within</Table.Th>
                      <Table.Th w="45%">Steps, medians</Table.Th>
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
  const times = USUAL_SECONDS / Math.max(all.p50Seconds, 1);
  const figures = [
    ['Median', seconds(all.p50Seconds)],
    ['95 % within', seconds(all.p95Seconds)],
    ['Devices', String(all.devices)],
    ['Against the usual 15 minutes', times >= 1 ? `${times.toFixed(0)} times as fast` : `${(1 / times).toFixed(1)} times as slow`],
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
