import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Box, Group, SegmentedControl, Select } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconInfoCircle, IconRouteOff, IconSitemap } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import type { PolicyMap } from '../api/types';
import { usePlace } from '../app/place';
import { EmptyState } from '../components/empty-state';
import { ButtonLink } from '../components/links';
import { PageHeader } from '../components/page-header';
import { QueryState, Rows } from '../components/query-state';
import { packagesQuery } from '../packages/package-queries';
import { policiesQuery } from '../policies/policy-queries';
import { PathList } from './path-list';
import { policyMapQuery } from './policy-map-query';
import type { PolicyMapSearch } from './policy-map-search';

const MapCanvas = lazy(() => import('./map-canvas').then((module) => ({ default: module.MapCanvas })));

/** Endpoints > Policy map: which policy reaches which devices, through which package and site, and how they stand. */
export function PolicyMapPage() {
  const { as, policyId, packageId } = useSearch({ from: '/signed-in/shell/policy-map' });
  const navigate = useNavigate({ from: '/policy-map' });
  const isNarrow = useMediaQuery('(max-width: 48em)');
  const query = useQuery({ ...policyMapQuery({ policyId, packageId, ...usePlace() }), placeholderData: keepPreviousData });
  const shown = as ?? (isNarrow ? 'list' : 'map');
  const change = (patch: PolicyMapSearch) => void navigate({ search: (now) => ({ ...now, ...patch }), replace: true });
  return (
    <>
      <PageHeader
        path={[t`Endpoints`]}
        title={t`Policy map`}
        lead={t`Policy, package, site: what reaches which computers, and how they stand.`}
      />
      <Group mb="sm" gap="xs" justify="space-between">
        <Narrowing policyId={policyId} packageId={packageId} onChange={change} />
        <SegmentedControl
          aria-label={t`Shown as`}
          data={[
            { value: 'map', label: t`Map` },
            { value: 'list', label: t`List` },
          ]}
          value={shown}
          onChange={(value) => change({ as: value as 'map' | 'list' })}
        />
      </Group>
      <QueryState query={query}>
        {(map) => (
          <>
            <LeftOut map={map} />
            {map.policies.length + map.packages.length === 0 ? (
              <Nothing isNarrowed={policyId !== undefined || packageId !== undefined} onClear={() => change({ policyId: undefined, packageId: undefined })} />
            ) : shown === 'list' ? (
              <PathList map={map} />
            ) : (
              <Suspense fallback={<Rows count={6} />}>
                <MapCanvas map={map} />
              </Suspense>
            )}
          </>
        )}
      </QueryState>
    </>
  );
}

interface NarrowingProps {
  policyId: string | undefined;
  packageId: string | undefined;
  onChange: (patch: PolicyMapSearch) => void;
}

/** One policy or one package, by name; the client and the site are chosen in the header, as on every page. */
function Narrowing({ policyId, packageId, onChange }: NarrowingProps) {
  const policies = useQuery(policiesQuery);
  const packages = useQuery(packagesQuery);
  const choices = [
    { what: 'policy', every: t`Every policy`, items: policies.data?.items, chosen: policyId, choose: (next?: string) => onChange({ policyId: next }) },
    { what: 'package', every: t`Every package`, items: packages.data?.items, chosen: packageId, choose: (next?: string) => onChange({ packageId: next }) },
  ];
  return (
    <Group gap="xs" flex="1 1 320px">
      {choices.map(({ what, every, items = [], chosen, choose }) => (
        <Select
          key={what}
          aria-label={t`Only this ${what}`}
          placeholder={every}
          searchable
          clearable
          flex="1 1 150px"
          maw={260}
          data={items.map(({ id, name }) => ({ value: id, label: name }))}
          value={chosen ?? null}
          onChange={(next) => choose(next ?? undefined)}
        />
      ))}
    </Group>
  );
}

function LeftOut({ map: { sites, siteCount } }: { map: PolicyMap }) {
  if (siteCount <= sites.length) return null;
  return (
    <Alert variant="light" mb="sm" icon={<IconInfoCircle size={18} />} title={t`The first ${sites.length} of ${siteCount} sites`}>
      <Trans>Choose a client above, or a policy or package here, to see the others.</Trans>
    </Alert>
  );
}

function Nothing({ isNarrowed, onClear }: { isNarrowed: boolean; onClear: () => void }) {
  return (
    <Box className="lk-card">
      {isNarrowed ? (
        <EmptyState icon={IconRouteOff} title={t`Nothing leads through this`} action={<ButtonLink to="/policy-map" variant="default" onClick={onClear}><Trans>Show everything</Trans></ButtonLink>} />
      ) : (
        <EmptyState icon={IconSitemap} title={t`Nothing to draw yet`} colour="latch" action={<ButtonLink to="/policies"><Trans>To the policies</Trans></ButtonLink>}>
          <Trans>The map shows policies, the packages that hold them, and the sites that have those.</Trans>
        </EmptyState>
      )}
    </Box>
  );
}
