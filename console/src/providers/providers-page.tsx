import { Alert, Badge, Box, Group, SimpleGrid, Title } from '@mantine/core';
import {
  IconAffiliate,
  IconAlertTriangle,
  IconCircleCheckFilled,
  IconCircleXFilled,
  IconHelpCircle,
  type Icon,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ProviderInstance } from '../api/types';
import { EmptyState } from '../components/empty-state';
import { Facts } from '../components/facts';
import { PageHeader } from '../components/page-header';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { providersQuery } from './provider-queries';

const HEALTH: Record<string, { icon: Icon; word: string; colour: string }> = {
  reachable: { icon: IconCircleCheckFilled, word: 'Reachable', colour: 'teal' },
  unreachable: { icon: IconCircleXFilled, word: 'Unreachable', colour: 'red' },
  refused: { icon: IconCircleXFilled, word: 'Refuses us', colour: 'red' },
  unknown: { icon: IconHelpCircle, word: 'Not checked yet', colour: 'gray' },
};

/** Settings > Providers: the servers that carry remote access, their health and version. */
export function ProvidersPage() {
  const query = useQuery(providersQuery);
  return (
    <>
      <PageHeader
        path={['Settings']}
        title="Providers"
        lead="The servers that carry remote access. MeshCentral is built in."
      />
      <QueryState query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Box className="lk-card">
              <EmptyState icon={IconAffiliate} title="No provider instance">
                The built-in engine is switched off, and no other one is configured. Without an instance nothing can be
                deployed.
              </EmptyState>
            </Box>
          ) : (
            <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
              {items.map((instance) => (
                <InstanceCard key={instance.id} instance={instance} />
              ))}
            </SimpleGrid>
          )
        }
      </QueryState>
    </>
  );
}

function InstanceCard({ instance }: { instance: ProviderInstance }) {
  const { icon: HealthIcon, word, colour } = HEALTH[instance.health] ?? HEALTH['unknown']!;
  return (
    <Box className="lk-card" p="md" component="section" aria-label={instance.name}>
      <Group justify="space-between" mb="sm">
        <Group gap="sm">
          <Title order={2}>{instance.name}</Title>
          {instance.embedded && (
            <Badge variant="default" tt="none">
              Built in
            </Badge>
          )}
        </Group>
        <Badge color={colour} variant="light" size="lg" tt="none" leftSection={<HealthIcon size={14} aria-hidden />}>
          {word}
        </Badge>
      </Group>
      {instance.belowFloor && (
        <Alert
          color="red"
          mb="sm"
          icon={<IconAlertTriangle size={18} />}
          title={`Version ${instance.engineVersion ?? ''} has known vulnerabilities`}
        >
          Upgrade this instance; it is below the version that Latchkey considers safe.
        </Alert>
      )}
      {instance.health !== 'reachable' && instance.healthCode && (
        <Alert color="orange" mb="sm" title={instance.healthCode}>
          {instance.healthDetail}
        </Alert>
      )}
      <Facts
        facts={[
          ['Product', instance.kindTitle],
          ['Version', instance.engineVersion ?? 'not known yet'],
          ['Safe from', instance.floorVersion && `version ${instance.floorVersion}`],
          ['Region', instance.region],
          [
            'Serves',
            `${instance.siteCount} ${instance.siteCount === 1 ? 'site' : 'sites'}, ${instance.deviceCount} ${instance.deviceCount === 1 ? 'computer' : 'computers'}`,
          ],
          ['In this state', <RelativeTime at={instance.healthSince} />],
          ['Last checked', <RelativeTime at={instance.checkedAt} />],
          ['Instance id', <span className="lk-code">{instance.id}</span>],
        ]}
      />
    </Box>
  );
}
