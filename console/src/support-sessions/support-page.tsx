import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Button, Group, SegmentedControl } from '@mantine/core';
import { IconHeadset, IconHistory, IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { usePlace } from '../app/place';
import { EmptyState } from '../components/empty-state';
import { PageHeader } from '../components/page-header';
import { PagesFooter } from '../components/pages-footer';
import { QueryState } from '../components/query-state';
import { useCursorTrail } from '../components/use-cursor-trail';
import { AlertsSwitch } from './alerts/alerts-switch';
import { KillSwitch, StoppedNotice } from './kill-switch';
import { NewSession } from './new-session';
import { SessionDetail } from './session-detail';
import { SessionRow } from './session-row';
import { killSwitchQuery, supportSessionsQuery } from './support-queries';
import classes from './support.module.css';

/** Work > Support queue: who waits for help, how far each guest is, and what was. */
export function SupportPage() {
  const { show, session, cursor } = useSearch({ from: '/signed-in/shell/support' });
  const navigate = useNavigate({ from: '/support' });
  const [isMaking, setMaking] = useState(false);
  const query = useQuery({ ...supportSessionsQuery({ ...usePlace(), which: show ?? 'live', ...(cursor ? { cursor } : {}) }), placeholderData: keepPreviousData });
  const killSwitch = useQuery(killSwitchQuery);
  const trail = useCursorTrail(cursor, (to) => void navigate({ search: (now) => ({ ...now, cursor: to }) }));
  const choose = (id: string | undefined) => void navigate({ search: (now) => ({ ...now, session: id }) });
  const isStopped = killSwitch.data?.stopped ?? false;
  const make = (
    <Button leftSection={<IconPlus size={16} />} disabled={isStopped} onClick={() => setMaking(true)}>
      <Trans>New session</Trans>
    </Button>
  );
  return (
    <>
      <PageHeader path={[t`Work`]} title={t`Support queue`} lead={t`Help for people whose computers are not managed: by code, link or e-mail.`} actions={make} />
      <StoppedNotice state={killSwitch.data} />
      <Group mb="sm" justify="space-between">
        <SegmentedControl
          size="xs"
          aria-label={t`Which sessions`}
          data={[
            { value: 'live', label: t`Queue` },
            { value: 'ended', label: t`History` },
          ]}
          value={show ?? 'live'}
          onChange={(value) => void navigate({ search: value === 'ended' ? { show: 'ended' } : {} })}
        />
        <Group gap="md">
          <AlertsSwitch />
          <KillSwitch state={killSwitch.data} />
        </Group>
      </Group>
      <Box className={classes.page} data-open={session ? true : undefined}>
        <Box className="lk-card">
          <QueryState query={query}>
            {({ items }) =>
              items.length === 0 ? (
                show === 'ended' ? (
                  <EmptyState icon={IconHistory} title={t`No session has ended yet`} />
                ) : (
                  <EmptyState icon={IconHeadset} title={t`Nobody waits for help`} action={make}>
                    <Trans>Make a session and read its code to your guest, or send a link. Requests of help widgets come in here by themselves.</Trans>
                  </EmptyState>
                )
              ) : (
                <Box component="ul" className={classes.list} aria-label={show === 'ended' ? t`Sessions that are over` : t`Open sessions`}>
                  {items.map((each) => (
                    <SessionRow key={each.id} session={each} isChosen={each.id === session} />
                  ))}
                </Box>
              )
            }
          </QueryState>
          <PagesFooter page={query.data} noun={[t`session`, t`sessions`]} cursor={cursor} onNext={trail.next} onBack={trail.back} />
        </Box>
        {session && <SessionDetail key={session} id={session} onClose={() => choose(undefined)} />}
      </Box>
      <NewSession
        opened={isMaking}
        onClose={() => setMaking(false)}
        onMade={(id) => {
          setMaking(false);
          choose(id);
        }}
      />
    </>
  );
}
