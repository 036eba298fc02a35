import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Approval } from '../api/types';
import { Facts } from '../components/facts';
import { AnchorLink } from '../components/links';
import { PageHeader } from '../components/page-header';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { PlanDetails } from '../plans/plan-details';
import { rolloutInWords } from '../plans/rollout-words';
import { approvalQuery } from './approval-queries';
import { ApprovalState } from './approval-state';
import classes from './approvals.module.css';
import { DecideApproval } from './decide-approval';
import { requestWordsQuery } from './request-words';

/** One request: what is asked for, what it would do, and the decision. */
export function ApprovalPage() {
  const { approvalId } = useParams({ from: '/signed-in/shell/approvals/$approvalId' });
  const query = useQuery(approvalQuery(approvalId));
  return <QueryState query={query}>{(approval) => <Loaded approval={approval} />}</QueryState>;
}

function Loaded({ approval }: { approval: Approval }) {
  const words = useQuery(requestWordsQuery(approval));
  return (
    <>
      <PageHeader
        path={[t`Deployments`, t`Approvals`]}
        title={words.data?.sentence ?? approval.title}
        beside={<ApprovalState state={approval.state} />}
        lead={<AnchorLink to="/approvals"><Trans>All approvals</Trans></AnchorLink>}
      />
      <div className={classes.page}>
        <Stack gap="md">
          {words.data && words.data.facts.length > 0 && (
            <Box className="lk-card" p="md" component="section">
              <Title order={2} mb="xs">
                <Trans>What is asked for</Trans>
              </Title>
              <Facts facts={words.data.facts} />
            </Box>
          )}
          <Box className="lk-card" p="md" component="section">
            <Title order={2} mb="sm">
              <Trans>What this will do</Trans>
            </Title>
            <PlanDetails plan={approval.plan} />
          </Box>
        </Stack>
        <Stack gap="md">
          <Box className="lk-card" p="md" component="section">
            <Title order={2} mb="xs">
              <Trans>Request</Trans>
            </Title>
            <Facts
              facts={[
                [t`Rollout`, rolloutInWords(approval.rollout)],
                [t`Asked by`, approval.requestedByName],
                [t`Asked`, <RelativeTime at={approval.createdAt} />],
                [t`Expires`, approval.state === 'waiting' ? <RelativeTime at={approval.expiresAt} /> : null],
                [t`Decided by`, approval.decidedByName],
                [t`Decided`, approval.decidedAt ? <RelativeTime at={approval.decidedAt} /> : null],
                [t`Note`, approval.note],
                [t`Sent as`, <span className="lk-code">{approval.title}</span>],
              ]}
            />
          </Box>
          {approval.state === 'waiting' && <DecideApproval approval={approval} />}
        </Stack>
      </div>
    </>
  );
}
