import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Text } from '@mantine/core';
import { IconRouteOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { EmptyState } from '../components/empty-state';
import { AnchorLink, ButtonLink } from '../components/links';
import { QueryState } from '../components/query-state';
import { PathList } from '../policy-map/path-list';
import { policyMapQuery } from '../policy-map/policy-map-query';

/** Where a policy is used: the packages that hold it, their sites, and how the computers there stand. */
export function PolicyUses({ policyId }: { policyId: string }) {
  const query = useQuery(policyMapQuery({ policyId }));
  return (
    <QueryState query={query}>
      {(map) =>
        map.packages.length === 0 ? (
          <EmptyState icon={IconRouteOff} title={t`In no package yet`} action={<ButtonLink to="/packages"><Trans>To the packages</Trans></ButtonLink>}>
            <Trans>A policy reaches devices through a package that is assigned to their site.</Trans>
          </EmptyState>
        ) : (
          <>
            <Text size="sm" c="dimmed" mb="sm">
              <Trans>What is saved here takes effect at all of these. <AnchorLink to="/policy-map" search={{ policyId }} size="sm" underline="always">Show it on the map</AnchorLink></Trans>
            </Text>
            <PathList map={map} />
          </>
        )
      }
    </QueryState>
  );
}
