import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Box, Button, Group, Stack, Text } from '@mantine/core';
import { IconServerOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRight } from '../app/me';
import { EmptyState } from '../components/empty-state';
import { AnchorLink, ButtonLink } from '../components/links';
import { QueryState } from '../components/query-state';
import { HealthBadge } from '../providers/provider-health';
import { providersQuery, useTestProvider } from '../providers/provider-queries';

type Instance = { id: string; name: string; kindTitle: string; embedded: boolean; health: string; healthCode: string | null; healthDetail: string | null };

/** Whether there is a server that carries remote sessions, asked of it now. */
export function ProviderStep() {
  const query = useQuery(providersQuery);
  const mayManage = useRight('providers.manage');
  return (
    <QueryState query={query} compact>
      {({ items }) => (
        <Stack maw={760} gap="sm">
          {items.length === 0 && (
            <EmptyState icon={IconServerOff} title={t`No provider yet`} action={mayManage && <ButtonLink to="/settings/providers"><Trans>Connect one</Trans></ButtonLink>} />
          )}
          {items.map((instance) => (
            <InstanceCard key={instance.id} instance={instance} mayTest={mayManage} />
          ))}
          {items.length > 0 && mayManage && (
            <Text size="sm" c="dimmed">
              <Trans>A server of your own: <AnchorLink to="/settings/providers" size="sm" underline="always">Settings, Providers</AnchorLink></Trans>
            </Text>
          )}
        </Stack>
      )}
    </QueryState>
  );
}

function InstanceCard({ instance: { id, name, kindTitle, embedded, health, healthCode, healthDetail }, mayTest }: { instance: Instance; mayTest: boolean }) {
  const test = useTestProvider(id);
  return (
    <Box className="lk-card" p="md">
      <Group justify="space-between">
        <div>
          <Text fw={600}>{name}</Text>
          <Text size="sm" c="dimmed">
            {kindTitle}
            {embedded && t`, embedded`}
          </Text>
        </div>
        <Group gap="sm">
          <HealthBadge health={health} />
          {mayTest && (
            <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>
              <Trans>Test it now</Trans>
            </Button>
          )}
        </Group>
      </Group>
      {health !== 'reachable' && healthCode && (
        <Alert color="orange" mt="sm" title={healthCode}>
          {healthDetail}
        </Alert>
      )}
    </Box>
  );
}
