import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Button, Group, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBuilding, IconDownload, IconPlus, IconSearchOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type Ref, useRef, useState } from 'react';
import type { Client, Site } from '../api/types';
import { useRight } from '../app/me';
import { EmptyState } from '../components/empty-state';
import { PageHeader } from '../components/page-header';
import { QueryState } from '../components/query-state';
import { SearchBox } from '../components/search-box';
import { ClientCard } from './client-card';
import { ClientForm } from './client-form';
import { InstallAgent } from './install-agent';
import { SiteForm } from './site-form';
import { clientsQuery, allSitesQuery } from './site-queries';
import { ANY_SITE } from './site-search';

/** Clients & Sites: the companies looked after, their places, and the way to bring devices in. */
export function SitesPage() {
  const { q = '', install } = useSearch({ from: '/signed-in/shell/sites' });
  const navigate = useNavigate({ from: '/sites' });
  const mayChange = useRight('sites.change');
  const clients = useQuery(clientsQuery);
  const sites = useQuery(allSitesQuery());
  const [addingClient, clientDialog] = useDisclosure();
  const [siteOf, setSiteOf] = useState<Client | null>(null);
  const openInstall = (siteId: string | undefined) => void navigate({ search: (now) => ({ ...now, install: siteId }), replace: siteId === undefined });
  const opener = useRef<HTMLButtonElement>(null);
  const addClient = (ref?: Ref<HTMLButtonElement>) =>
    mayChange && (
      <Button ref={ref} leftSection={<IconPlus size={16} />} onClick={clientDialog.open}>
        <Trans>Add Client</Trans>
      </Button>
    );
  return (
    <>
      <PageHeader
        title={t`Clients & Sites`}
        lead={t`Companies and their places. Packages are assigned to sites; devices belong to one.`}
        actions={
          <>
            {mayChange && sites.data && sites.data.items.length > 0 && (
              <Button variant="default" leftSection={<IconDownload size={16} />} onClick={() => openInstall(ANY_SITE)}>
                <Trans>Install agent</Trans>
              </Button>
            )}
            {addClient(opener)}
          </>
        }
      />
      <Group mb="sm">
        <SearchBox
          value={q}
          label={t`Search clients and sites`}
          onSearch={(words) => void navigate({ search: (now) => ({ ...now, q: words || undefined }), replace: true })}
        />
      </Group>
      <QueryState query={clients}>
        {({ items }) => {
          if (items.length === 0) {
            return (
              <Box className="lk-card">
                <EmptyState icon={IconBuilding} title={t`No clients yet`} colour="latch" action={addClient()}>
                  <Trans>Add the first company you look after; then its sites.</Trans>
                </EmptyState>
              </Box>
            );
          }
          const found = matching(items, sites.data?.items ?? [], q);
          if (found.length === 0) {
            return (
              <Box className="lk-card">
                <EmptyState
                  icon={IconSearchOff}
                  title={t`Nothing matches`}
                  action={
                    <Button variant="default" onClick={() => void navigate({ search: {} })}>
                      <Trans>Clear the search</Trans>
                    </Button>
                  }
                />
              </Box>
            );
          }
          return (
            <Stack gap="md">
              {found.map(([client, own]) => (
                <ClientCard
                  key={client.id}
                  client={client}
                  sites={own}
                  loading={sites.isPending}
                  onAddSite={() => setSiteOf(client)}
                  onInstall={({ id }) => openInstall(id)}
                />
              ))}
            </Stack>
          );
        }}
      </QueryState>
      <ClientForm opened={addingClient} onClose={clientDialog.close} onSaved={(client) => setSiteOf(client)} />
      <SiteForm client={siteOf} onClose={() => setSiteOf(null)} openedFrom={opener} />
      {mayChange && <InstallAgent siteId={install} onSite={openInstall} onClose={() => openInstall(undefined)} />}
    </>
  );
}

/** Clients whose name matches with all their sites; else those of their sites that match. */
function matching(clients: readonly Client[], sites: readonly Site[], words: string): [Client, Site[]][] {
  const wanted = words.toLowerCase();
  const has = (name: string) => name.toLowerCase().includes(wanted);
  return clients
    .map((client): [Client, Site[]] => [
      client,
      sites.filter((site) => site.clientId === client.id && (has(client.name) || has(site.name))),
    ])
    .filter(([client, own]) => has(client.name) || own.length > 0);
}
