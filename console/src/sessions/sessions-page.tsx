import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Tabs } from '@mantine/core';
import { IconBroadcast, IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRight } from '../app/me';
import { usePlace } from '../app/place';
import { AnchorLink } from '../components/links';
import { PageHeader } from '../components/page-header';
import { launchesQuery } from './launch-queries';
import { LiveBoard } from './live-board';
import { SessionHistory } from './session-history';

/** Who is connected to what, and who was. The queue of support sessions is a third tab of this page. */
export function SessionsPage() {
  const { show = 'live' } = useSearch({ from: '/signed-in/shell/sessions' });
  const navigate = useNavigate({ from: '/sessions' });
  const readsReports = useRight('access-report.read');
  const live = useQuery(launchesQuery({ ...usePlace(), live: true, limit: 200 }));
  return (
    <>
      <PageHeader
        path={[t`Work`]}
        title={t`Sessions`}
        lead={t`Every Log In to a device, from the request to its end.`}
        actions={
          readsReports && (
            <AnchorLink to="/access-report" size="sm">
              <Trans>Access report</Trans>
            </AnchorLink>
          )
        }
      />
      <Tabs value={show} onChange={(to) => void navigate({ search: to === 'history' ? { show: to } : {} })} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="live" leftSection={<IconBroadcast size={16} aria-hidden />}>
            <Trans>Live</Trans>
            {live.data && ` (${live.data.total})`}
          </Tabs.Tab>
          <Tabs.Tab value="history" leftSection={<IconHistory size={16} aria-hidden />}>
            <Trans>History</Trans>
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="live">
          <LiveBoard query={live} />
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <SessionHistory />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
