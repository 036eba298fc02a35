import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { actionInWords } from '../audit/action-words';
import { auditQuery } from '../audit/audit-query';
import { EmptyState } from '../components/empty-state';
import { AnchorLink } from '../components/links';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { Section } from '../components/section';
import classes from './overview.module.css';

const SHOWN = 8;

/** What people changed last; what devices and the server did is in the log. */
export function RecentActivity() {
  const query = useQuery({ ...auditQuery({ actorKind: 'operator' }, SHOWN), refetchInterval: 60_000 });
  return (
    <Section
      title={t`Recent activity`}
      aside={
        <AnchorLink to="/audit" size="sm">
          <Trans>Audit log</Trans>
        </AnchorLink>
      }
    >
      <QueryState query={query} compact>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={IconHistory} title={t`Nobody has changed anything yet`} compact />
          ) : (
            <>
              {items.map(({ id, actorName, action, subjectName, at }) => (
                <Link key={id} to="/audit" search={{ entry: id }} className={classes.row}>
                  <Text size="sm" truncate miw={0}>
                    <b>{actorName}</b>{' '}
                    <Text span inherit c="dimmed">
                      {actionInWords(action)}
                    </Text>{' '}
                    {subjectName}
                  </Text>
                  <Box style={{ flex: 'none' }}>
                    <RelativeTime at={at} size="xs" c="dimmed" />
                  </Box>
                </Link>
              ))}
            </>
          )
        }
      </QueryState>
    </Section>
  );
}
