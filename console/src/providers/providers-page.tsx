import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Badge, Box, Button, Group, SimpleGrid, Title } from '@mantine/core';
import { IconAffiliate, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ProviderInstance } from '../api/types';
import { useRight } from '../app/me';
import { EmptyState } from '../components/empty-state';
import { Facts } from '../components/facts';
import { AnchorLink } from '../components/links';
import { PageHeader } from '../components/page-header';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { AddProvider } from './add-provider';
import { HealthAlerts, HealthBadge } from './provider-health';
import { providersQuery } from './provider-queries';

/** Settings > Providers: the servers that carry remote access, their health and version. */
export function ProvidersPage() {
  const query = useQuery(providersQuery);
  const mayAdd = useRight('providers.manage');
  const [isAdding, setIsAdding] = useState(false);
  return (
    <>
      <PageHeader
        path={[t`Settings`]}
        title={t`Providers`}
        lead={t`The servers that carry remote access. One is built in.`}
        actions={
          mayAdd && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => setIsAdding(true)}>
              <Trans>Add provider</Trans>
            </Button>
          )
        }
      />
      <AddProvider opened={isAdding} onClose={() => setIsAdding(false)} />
      <QueryState query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Box className="lk-card">
              <EmptyState icon={IconAffiliate} title={t`No provider instance`}>
                <Trans>The built-in engine is switched off, and no other one is configured. Without an instance nothing can be
                deployed.</Trans>
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
  return (
    <Box className="lk-card" p="md" component="section" aria-label={instance.name}>
      <Group justify="space-between" mb="sm">
        <Group gap="sm">
          <Title order={2}>
            <AnchorLink to="/settings/providers/$providerId" params={{ providerId: instance.id }} inherit>
              {instance.name}
            </AnchorLink>
          </Title>
          {instance.embedded && (
            <Badge variant="default" tt="none">
              <Trans>Built in</Trans>
            </Badge>
          )}
        </Group>
        <HealthBadge health={instance.health} />
      </Group>
      <HealthAlerts instance={instance} />
      <Facts
        facts={[
          [t`Product`, instance.kindTitle],
          [t`Version`, instance.engineVersion ?? t`not known yet`],
          [t`Safe from`, instance.floorVersion && t`version ${instance.floorVersion}`],
          [t`Region`, instance.region],
          [
            t`Serves`,
            t`${instance.siteCount} ${plural(instance.siteCount, { one: 'site', other: 'sites' })}, ${instance.deviceCount} ${plural(instance.deviceCount, { one: 'computer', other: 'computers' })}`,
          ],
          [t`In this state`, <RelativeTime at={instance.healthSince} />],
          [t`Last checked`, <RelativeTime at={instance.checkedAt} />],
          [t`Instance id`, <span className="lk-code">{instance.id}</span>],
        ]}
      />
    </Box>
  );
}
