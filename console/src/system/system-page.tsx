import { Badge, Box, Group, SimpleGrid, Title } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { answer, api } from '../api/client';
import type { SystemState } from '../api/types';
import { Facts } from '../components/facts';
import { PageHeader } from '../components/page-header';
import { QueryState } from '../components/query-state';
import { duration } from '../components/relative-time';

const systemQuery = queryOptions({
  queryKey: ['system'],
  queryFn: () => answer(api.GET('/api/v1/system')),
  refetchInterval: 10_000,
});

/** Past this, devices wait noticeably for what was decided. */
const WORRYING_LAG_SECONDS = 30;

/** How the installation itself is doing. */
export function SystemPage() {
  const query = useQuery(systemQuery);
  return (
    <>
      <PageHeader title="System" lead="How this installation is doing; looked at every ten seconds." />
      <QueryState query={query}>{(system) => <Panels system={system} />}</QueryState>
    </>
  );
}

function Panels({ system: { process, database, agents, core, backlog, providers } }: { system: SystemState }) {
  const late = backlog.lagSeconds > WORRYING_LAG_SECONDS;
  const down = core.alive === 0;
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, xl: 3 }} spacing="md">
      <Panel title="Reconciler" mark={<Mark fine={!late && !down} word={down ? 'Down' : late ? 'Behind' : 'Keeping up'} />}>
        <Facts
          facts={[
            ['Core processes alive', core.alive],
            ['Sites to plan', backlog.dirtySites],
            ['Oldest has waited', duration(backlog.lagSeconds)],
            ['Deployments due', backlog.dueDeployments],
            ['Acts for the provider', backlog.waitingActs],
            ['Open instructions', backlog.openInstructions],
          ]}
        />
      </Panel>
      <Panel title="Endpoint agents">
        <Facts
          facts={[
            ['Online', `${agents.online} of ${agents.enrolled}`],
            ['Gateways', agents.gateways],
          ]}
        />
      </Panel>
      <Panel
        title="Server"
        mark={
          <Mark
            fine={process.separation === 'full'}
            word={process.separation === 'full' ? 'Full separation' : 'Reduced separation'}
          />
        }
      >
        <Facts
          facts={[
            ['Version', process.version],
            ['Running for', duration(process.upSeconds)],
            ['Node.js', process.node],
            [
              'Separation',
              process.separation === 'full'
                ? 'Web and core run under different accounts.'
                : 'Web and core run under one account of the operating system.',
            ],
          ]}
        />
      </Panel>
      <Panel title="Database">
        <Facts
          facts={[
            ['PostgreSQL', database.version],
            ['Round trip', `${database.roundTripMs.toFixed(1)} ms`],
            ['Size', `${(database.sizeBytes / 1_048_576).toFixed(0)} MiB`],
            ['Migration', database.migration],
          ]}
        />
      </Panel>
      {providers.map((provider) => (
        <Panel
          key={provider.name}
          title={provider.name}
          mark={
            <Mark
              fine={provider.health === 'reachable' && !provider.belowFloor}
              word={provider.belowFloor ? 'Upgrade needed' : provider.health}
            />
          }
        >
          <Facts
            facts={[
              ['Product', provider.kind],
              ['Version', provider.engineVersion],
            ]}
          />
        </Panel>
      ))}
    </SimpleGrid>
  );
}

function Panel({ title, mark, children }: { title: string; mark?: ReactNode; children: ReactNode }) {
  return (
    <Box className="lk-card" p="md" component="section" aria-label={title}>
      <Group justify="space-between" mb="sm">
        <Title order={2}>{title}</Title>
        {mark}
      </Group>
      {children}
    </Box>
  );
}

function Mark({ fine, word }: { fine: boolean; word: string }) {
  return (
    <Badge variant="light" color={fine ? 'teal' : 'orange'} tt="none">
      {word}
    </Badge>
  );
}
