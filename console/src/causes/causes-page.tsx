import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { EmptyState } from '../components/empty-state';
import { PageHeader } from '../components/page-header';
import { QueryState } from '../components/query-state';
import { CauseRow } from './cause-row';
import { causesQuery } from './cause-queries';

/** Deployments > Causes: what stands in the way of devices, one remedy each. */
export function CausesPage() {
  const query = useQuery(causesQuery);
  const { failing = 0, items = [] } = query.data ?? {};
  return (
    <>
      <PageHeader
        path={[t`Deployments`]}
        title={t`Causes`}
        lead={
          failing > items.length
            ? t`${failing} failing devices have ${items.length} ${plural(items.length, { one: 'cause', other: 'causes' })}. What lies in the network of a site is one cause for each site.`
            : t`Failing devices, grouped by what causes it: one remedy each.`
        }
      />
      <QueryState query={query}>
        {({ items: causes }) =>
          causes.length === 0 ? (
            <Box className="lk-card">
              <EmptyState icon={IconCircleCheck} title={t`Nothing fails`} colour="teal">
                <Text size="sm" inherit>
                  <Trans>Devices that are away are no failures; they go on when they return.</Trans>
                </Text>
              </EmptyState>
            </Box>
          ) : (
            <Box component="ul" m={0} p={0} style={{ listStyle: 'none', display: 'grid', gap: 12 }}>
              {causes.map((cause) => (
                <CauseRow key={cause.fingerprint} cause={cause} />
              ))}
            </Box>
          )
        }
      </QueryState>
    </>
  );
}
