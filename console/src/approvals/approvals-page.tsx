import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Button, Group, SegmentedControl, Text } from '@mantine/core';
import { IconChecks, IconRubberStamp } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Approval } from '../api/types';
import { EmptyState } from '../components/empty-state';
import { AnchorLink, ButtonLink } from '../components/links';
import { PageHeader } from '../components/page-header';
import { PagesFooter } from '../components/pages-footer';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { useCursorTrail } from '../components/use-cursor-trail';
import { impactInWords } from '../plans/plan-words';
import { approvalsQuery } from './approval-queries';
import { ApprovalState } from './approval-state';
import classes from './approvals.module.css';
import { requestWordsQuery } from './request-words';

/** Deployments > Approvals: large changes that wait for the word of a second person, and what became of them. */
export function ApprovalsPage() {
  const { show = 'waiting', cursor } = useSearch({ from: '/signed-in/shell/approvals' });
  const navigate = useNavigate({ from: '/approvals' });
  const query = useQuery({
    ...approvalsQuery({ state: show === 'waiting' ? 'waiting' : undefined, cursor }),
    placeholderData: keepPreviousData,
  });
  const trail = useCursorTrail(cursor, (next) => void navigate({ search: (now) => ({ ...now, cursor: next }) }));
  return (
    <>
      <PageHeader
        path={[t`Deployments`]}
        title={t`Approvals`}
        lead={t`Large changes that somebody else has to agree to before they are carried out. A request is kept for 24 hours.`}
      />
      <Group mb="sm">
        <SegmentedControl
          size="xs"
          aria-label={t`Which requests`}
          data={[
            { value: 'waiting', label: t`Waiting` },
            { value: 'all', label: t`All` },
          ]}
          value={show}
          onChange={(value) => void navigate({ search: value === 'all' ? { show: 'all' } : {} })}
        />
      </Group>
      <Box className="lk-card">
        <QueryState query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <Nothing show={show} />
            ) : (
              <Box component="ul" className={classes.list}>
                {items.map((approval) => (
                  <Row key={approval.id} approval={approval} />
                ))}
              </Box>
            )
          }
        </QueryState>
        <PagesFooter
          page={query.data}
          noun={[t`request`, t`requests`]}
          cursor={cursor}
          onNext={trail.next}
          onBack={trail.back}
        />
      </Box>
    </>
  );
}

function Nothing({ show }: { show: 'waiting' | 'all' }) {
  const navigate = useNavigate({ from: '/approvals' });
  return show === 'waiting' ? (
    <EmptyState
      icon={IconChecks}
      title={t`Nothing waits for approval`}
      action={
        <Button variant="default" onClick={() => void navigate({ search: { show: 'all' } })}>
          <Trans>Show what was decided</Trans>
        </Button>
      }
    />
  ) : (
    <EmptyState icon={IconRubberStamp} title={t`Nobody has asked for an approval yet`}>
      <Trans>Where the installation demands a second person, changes of many devices are asked for here.</Trans>
    </EmptyState>
  );
}

function Row({ approval }: { approval: Approval }) {
  const words = useQuery(requestWordsQuery(approval));
  const { id, plan, state, requestedByName, createdAt, expiresAt, decidedByName, canDecide } = approval;
  return (
    <Box component="li" className={classes.row}>
      <Box miw={0}>
        <AnchorLink to="/approvals/$approvalId" params={{ approvalId: id }} size="sm" fw={600}>
          {words.data?.sentence ?? approval.title}
        </AnchorLink>
        <Text size="xs" c="dimmed" className="lk-figures">
          {impactInWords(plan)}
        </Text>
      </Box>
      <Text size="sm" c="dimmed" component="div">
        {requestedByName}, <RelativeTime at={createdAt} c="dimmed" />
        {state === 'waiting' && (
          <>
            {' '}
            <Trans>· expires <RelativeTime at={expiresAt} c="dimmed" /></Trans>
          </>
        )}
        {decidedByName && t` · decided by ${decidedByName}`}
      </Text>
      <Group gap="xs" justify="flex-end">
        <ApprovalState state={state} />
        {canDecide && (
          <ButtonLink size="compact-sm" to="/approvals/$approvalId" params={{ approvalId: id }}>
            <Trans>Decide</Trans>
          </ButtonLink>
        )}
      </Group>
    </Box>
  );
}
