import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Tabs } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRight } from '../app/me';
import { PageHeader } from '../components/page-header';
import { AddPackage } from './add-package';
import { PackageList } from './package-list';
import { SiteAssignments } from './site-assignments';

/** Endpoints > Packages: the packages, and the sites they are assigned to. */
export function PackagesPage() {
  const { tab = 'packages', q = '', site } = useSearch({ from: '/signed-in/shell/packages' });
  const navigate = useNavigate({ from: '/packages' });
  const [adding, dialog] = useDisclosure();
  const mayChange = useRight('policies.change');
  const add = mayChange && (
    <Button leftSection={<IconPlus size={16} />} onClick={dialog.open}>
      <Trans>Add Package</Trans>
    </Button>
  );
  return (
    <>
      <PageHeader
        path={[t`Endpoints`]}
        title={t`Packages`}
        lead={t`A package is a named set of policies. Assigned to a site, it holds for all of its devices, also for those added later.`}
        actions={add}
      />
      <Tabs
        value={tab}
        onChange={(value) => void navigate({ search: { tab: value === 'sites' ? 'sites' : undefined } })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="packages"><Trans>Packages</Trans></Tabs.Tab>
          <Tabs.Tab value="sites"><Trans>Sites</Trans></Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="packages">
          <PackageList add={add} />
        </Tabs.Panel>
        <Tabs.Panel value="sites">
          <SiteAssignments
            key={site}
            wanted={site}
            words={q}
            onSearch={(words) => void navigate({ search: { tab: 'sites', q: words || undefined }, replace: true })}
          />
        </Tabs.Panel>
      </Tabs>
      <AddPackage opened={adding} onClose={dialog.close} />
    </>
  );
}
