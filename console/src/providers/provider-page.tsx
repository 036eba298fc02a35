import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Anchor, Badge, Button, Tabs } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ProviderInstance } from '../api/types';
import { useRight } from '../app/me';
import { PageHeader } from '../components/page-header';
import { QueryState } from '../components/query-state';
import { ProviderEvents } from './provider-events';
import { HealthBadge } from './provider-health';
import { ProviderNodes } from './provider-nodes';
import { ProviderOverview } from './provider-overview';
import { providerQuery, useLaunchAdministration } from './provider-queries';
import { PROVIDER_TABS } from './provider-search';
import { ProviderSettingsTab } from './provider-settings';
import { ProviderShares } from './provider-shares';

/** Settings > Providers > one of them: it stands in for an administration of its own that nobody should have to open. */
export function ProviderPage() {
  const { providerId } = useParams({ from: '/signed-in/shell/settings/providers/$providerId' });
  const query = useQuery(providerQuery(providerId));
  return (
    <>
      {!query.data && <PageHeader path={[t`Settings`, t`Providers`]} title={t`Provider`} />}
      <QueryState query={query}>{(instance) => <Instance key={instance.id} instance={instance} />}</QueryState>
    </>
  );
}

function Instance({ instance }: { instance: ProviderInstance }) {
  const { tab = 'overview' } = useSearch({ from: '/signed-in/shell/settings/providers/$providerId' });
  const navigate = useNavigate({ from: '/settings/providers/$providerId' });
  const mayAdminister = useRight('provider-administration.launch');
  return (
    <>
      <PageHeader
        path={[t`Settings`, t`Providers`]}
        title={instance.name}
        lead={
          instance.embedded
            ? t`The built-in engine. Its native administration cannot be reached on purpose: what there is to see and to set is here.`
            : t`A ${instance.kindTitle} server that somebody runs for Latchkey to use.`
        }
        beside={
          <>
            {instance.enabled ? (
              <HealthBadge health={instance.health} />
            ) : (
              <Badge color="gray" variant="light" size="lg" tt="none">
                <Trans>Switched off</Trans>
              </Badge>
            )}
            {instance.embedded && (
              <Badge variant="default" tt="none">
                <Trans>Built in</Trans>
              </Badge>
            )}
          </>
        }
        actions={mayAdminister && !instance.embedded && <OpenAdministration id={instance.id} />}
      />
      <Tabs
        value={tab}
        onChange={(value) => void navigate({ search: { tab: PROVIDER_TABS.find((known) => known === value) } })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="overview"><Trans>Overview</Trans></Tabs.Tab>
          {mayAdminister && <Tabs.Tab value="nodes"><Trans>Nodes</Trans></Tabs.Tab>}
          {mayAdminister && <Tabs.Tab value="shares"><Trans>Shares</Trans></Tabs.Tab>}
          <Tabs.Tab value="settings"><Trans>Settings</Trans></Tabs.Tab>
          {mayAdminister && <Tabs.Tab value="events"><Trans>Events</Trans></Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="overview">
          <ProviderOverview instance={instance} />
        </Tabs.Panel>
        <Tabs.Panel value="nodes">
          <ProviderNodes id={instance.id} />
        </Tabs.Panel>
        <Tabs.Panel value="shares">
          <ProviderShares id={instance.id} />
        </Tabs.Panel>
        <Tabs.Panel value="settings">
          <ProviderSettingsTab instance={instance} />
        </Tabs.Panel>
        <Tabs.Panel value="events">
          <ProviderEvents id={instance.id} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

/** The address is shown to be followed by hand: a window that opens by itself after the proof would be blocked. */
function OpenAdministration({ id }: { id: string }) {
  const launch = useLaunchAdministration(id);
  if (!launch.data)
    return (
      <Button variant="default" leftSection={<IconExternalLink size={16} />} loading={launch.isPending} onClick={() => launch.mutate()}>
        <Trans>Its own administration</Trans>
      </Button>
    );
  return (
    <Alert p="xs">
      <Anchor href={launch.data.url} target="_blank" rel="noopener noreferrer" underline="always">
        <Trans>Open it</Trans>
      </Anchor>{' '}
      {launch.data.kind === 'once' ? t`This works once.` : t`It asks you to sign in there.`}
    </Alert>
  );
}
