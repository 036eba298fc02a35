import { t } from '@lingui/core/macro';
import { Drawer, Group, Tabs, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { QueryState, Rows } from '../../components/query-state';
import { DRAWER_TABS, type DrawerTab } from '../device-search';
import { deviceQuery } from '../device-queries';
import { DeviceActions } from './device-actions';
import classes from './device-drawer.module.css';
import { LogInButton } from './log-in-button';

const TAB_NAMES: Record<DrawerTab, string> = {
  summary: t`Summary`,
  deployment: t`Deployment`,
  timeline: t`Timeline`,
  policy: t`Effective policy`,
  override: t`Override`,
  sessions: t`Sessions`,
  inventory: t`Inventory`,
};

const PANELS = {
  summary: lazy(() => import('./summary-panel').then((module) => ({ default: module.SummaryPanel }))),
  deployment: lazy(() => import('./deployment-panel').then((module) => ({ default: module.DeploymentPanel }))),
  timeline: lazy(() => import('./timeline-panel').then((module) => ({ default: module.TimelinePanel }))),
  policy: lazy(() => import('./effective-policy-panel').then((module) => ({ default: module.EffectivePolicyPanel }))),
  override: lazy(() => import('../../overrides/override-panel').then((module) => ({ default: module.OverridePanel }))),
  sessions: lazy(() => import('./sessions-panel').then((module) => ({ default: module.SessionsPanel }))),
  inventory: lazy(() => import('./inventory-panel').then((module) => ({ default: module.InventoryPanel }))),
};

interface DeviceDrawerProps {
  id: string | undefined;
  tab: DrawerTab;
  onTab: (tab: DrawerTab) => void;
  onClose: () => void;
}

/** Everything about one device, without leaving the list. */
export function DeviceDrawer({ id, tab, onTab, onClose }: DeviceDrawerProps) {
  const narrow = useMediaQuery('(max-width: 48em)');
  return (
    <Drawer.Root
      opened={id !== undefined}
      onClose={onClose}
      position="right"
      size={narrow ? '100%' : 720}
      classNames={{ content: classes.content, header: classes.header }}
    >
      <Drawer.Overlay backgroundOpacity={0.3} />
      <Drawer.Content aria-label={t`Device`}>
        {id && <Opened key={id} id={id} tab={tab} onTab={onTab} onClose={onClose} />}
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Opened({ id, tab, onTab, onClose }: Omit<DeviceDrawerProps, 'id'> & { id: string }) {
  const query = useQuery(deviceQuery(id));
  const Panel = PANELS[tab];
  const device = query.data?.value;
  return (
    <>
      <Drawer.Header role="presentation">
        <Group gap="sm" justify="space-between" flex={1} miw={0} mr="sm" wrap="nowrap">
          <div style={{ minWidth: 0 }}>
            <Drawer.Title fw={650} fz="lg" className={classes.title} tabIndex={-1} data-autofocus>
              {device?.name ?? t`Device`}
            </Drawer.Title>
            {device && (
              <Text size="xs" c="dimmed" truncate>
                {device.clientName} · {device.siteName}
              </Text>
            )}
          </div>
          {device && (
            <Group gap="xs" wrap="nowrap">
              <LogInButton device={device} />
              <DeviceActions device={device} etag={query.data?.etag ?? '*'} onDeleted={onClose} />
            </Group>
          )}
        </Group>
        <Drawer.CloseButton aria-label={t`Close`} />
      </Drawer.Header>
      <Tabs value={tab} onChange={(value) => value && onTab(value as DrawerTab)} keepMounted={false}>
        <Tabs.List className={classes.tabs}>
          {DRAWER_TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {TAB_NAMES[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab} p="md">
          <QueryState query={query}>
            {({ value }) => (
              <Suspense fallback={<Rows />}>
                <Panel device={value} />
              </Suspense>
            )}
          </QueryState>
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
