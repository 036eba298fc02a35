import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useRight } from '../app/me';
import { DeleteMenu } from '../components/delete-menu';
import { PageHeader } from '../components/page-header';
import { QueryState } from '../components/query-state';
import { whenDone } from '../plans/use-change';
import { PackageExclusions } from './package-exclusions';
import { PackageHistory } from './package-history';
import { PackageForm } from './package-form';
import { packageQuery, useDeletePackage } from './package-queries';
import type { PackageTab } from './package-search';
import { SiteAssignments } from './site-assignments';

/** One package: its policies, its sites, what is left out there, and what it was before. */
export function PackagePage() {
  const { packageId } = useParams({ from: '/signed-in/shell/packages/$packageId' });
  const { tab = 'policies', q = '' } = useSearch({ from: '/signed-in/shell/packages/$packageId' });
  const navigate = useNavigate({ from: '/packages/$packageId' });
  const query = useQuery(packageQuery(packageId));
  const mayChange = useRight('policies.change');
  const opened = query.data?.value;
  return (
    <>
      <PageHeader
        path={[t`Endpoints`, t`Packages`]}
        title={opened?.name ?? t`Package`}
        lead={opened?.description}
        actions={mayChange && opened && <PackageMenu id={packageId} name={opened.name} />}
      />
      <Tabs
        value={tab}
        onChange={(value) =>
          void navigate({ search: { tab: value === 'policies' ? undefined : (value as PackageTab) } })
        }
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="policies"><Trans>Policies</Trans></Tabs.Tab>
          <Tabs.Tab value="sites"><Trans>Sites</Trans></Tabs.Tab>
          <Tabs.Tab value="exclusions"><Trans>Exclusions</Trans></Tabs.Tab>
          <Tabs.Tab value="history"><Trans>History</Trans></Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="policies">
          <QueryState query={query}>
            {(tagged) => <PackageForm key={tagged.etag} tagged={tagged} readOnly={!mayChange} />}
          </QueryState>
        </Tabs.Panel>
        <Tabs.Panel value="sites">
          <SiteAssignments
            packageId={packageId}
            words={q}
            onSearch={(words) => void navigate({ search: { tab: 'sites', q: words || undefined }, replace: true })}
          />
        </Tabs.Panel>
        <Tabs.Panel value="exclusions">
          <PackageExclusions packageId={packageId} />
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <QueryState query={query}>
            {({ value, etag }) => <PackageHistory opened={value} etag={etag} mayRestore={mayChange} />}
          </QueryState>
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function PackageMenu({ id, name }: { id: string; name: string }) {
  const remove = useDeletePackage(id, name);
  const navigate = useNavigate();
  return (
    <DeleteMenu
      noun="package"
      name={name}
      warning={t`A package that is assigned to a site is not deleted; the answer names those sites.`}
      onDelete={() => remove.mutate(undefined, { onSuccess: whenDone(() => void navigate({ to: '/packages' })) })}
    />
  );
}
