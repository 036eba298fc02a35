import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { PageHeader } from '../components/page-header';
import { MailTab } from './mail-tab';
import { NOTIFICATION_TABS } from './notifications-search';
import { RulesTab } from './rules-tab';
import { WebhooksTab } from './webhooks-tab';

/** Settings > Notifications: who is told what, and how it is sent. */
export function NotificationsPage() {
  const { tab = 'rules' } = useSearch({ from: '/signed-in/shell/settings/notifications' });
  const navigate = useNavigate({ from: '/settings/notifications' });
  return (
    <>
      <PageHeader
        path={[t`Settings`]}
        title={t`Notifications`}
        lead={t`Rules say who is told what happens: in the console, by e-mail, or by webhook to another program.`}
      />
      <Tabs
        value={tab}
        onChange={(value) => void navigate({ search: { tab: NOTIFICATION_TABS.find((known) => known === value) } })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="rules"><Trans>Rules</Trans></Tabs.Tab>
          <Tabs.Tab value="email"><Trans>E-mail</Trans></Tabs.Tab>
          <Tabs.Tab value="webhooks"><Trans>Webhooks</Trans></Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="rules">
          <RulesTab />
        </Tabs.Panel>
        <Tabs.Panel value="email">
          <MailTab />
        </Tabs.Panel>
        <Tabs.Panel value="webhooks">
          <WebhooksTab />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
