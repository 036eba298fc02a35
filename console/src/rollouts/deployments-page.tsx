import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Badge, Tabs } from '@mantine/core';
import { IconChartBar, IconStairsUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRight } from '../app/me';
import { PageHeader } from '../components/page-header';
import { FleetSummary } from './fleet-summary';
import { FreezeSwitch } from './freeze-switch';
import { openRolloutsQuery } from './rollout-queries';
import { RolloutsTab } from './rollouts-tab';

/** Deployments: how the fleet stands, large changes on their way through it, and the switch that stops everything. */
export function DeploymentsPage() {
  const { tab = 'summary' } = useSearch({ from: '/signed-in/shell/deployments' });
  const navigate = useNavigate({ from: '/deployments' });
  const readsRollouts = useRight('policies.read');
  const open = useQuery({ ...openRolloutsQuery, enabled: readsRollouts });
  return (
    <>
      <PageHeader
        title={t`Deployments`}
        lead={t`How remote access stands on all devices, and what is on its way to them. It changes while you look.`}
        actions={<FreezeSwitch />}
      />
      <Tabs value={readsRollouts ? tab : 'summary'} onChange={(to) => void navigate({ search: to === 'rollouts' ? { tab: to } : {} })} keepMounted={false}>
        {readsRollouts && (
          <Tabs.List mb="md">
            <Tabs.Tab value="summary" leftSection={<IconChartBar size={16} aria-hidden />}>
              <Trans>Summary</Trans>
            </Tabs.Tab>
            <Tabs.Tab
              value="rollouts"
              leftSection={<IconStairsUp size={16} aria-hidden />}
              rightSection={open.data ? <Badge size="sm" variant="light" circle={open.data < 10} aria-label={t`${open.data} open`}>{open.data}</Badge> : undefined}
            >
              <Trans>Rollouts</Trans>
            </Tabs.Tab>
          </Tabs.List>
        )}
        <Tabs.Panel value="summary">
          <FleetSummary />
        </Tabs.Panel>
        <Tabs.Panel value="rollouts">
          <RolloutsTab />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
