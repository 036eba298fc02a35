import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Group, Modal, Select, Stack } from '@mantine/core';
import { IconBuilding } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Site } from '../api/types';
import { EmptyState } from '../components/empty-state';
import { QueryState } from '../components/query-state';
import { InstallCommand } from './install-command';
import { allSitesQuery, clientsQuery } from './site-queries';
import { TokenList } from './token-list';

interface InstallAgentProps {
  /** What the address says: the id of a site, or that none is chosen yet; undefined while the dialog is closed. */
  siteId: string | undefined;
  onSite: (siteId: string) => void;
  onClose: () => void;
}

/** Installing the endpoint agent: at which site, the one line that does it, and the tokens that are out there. */
export function InstallAgent({ siteId, onSite, onClose }: InstallAgentProps) {
  const sites = useQuery({ ...allSitesQuery(), enabled: siteId !== undefined });
  const site = sites.data?.items.find(({ id }) => id === siteId);
  return (
    <Modal opened={siteId !== undefined} onClose={onClose} title={site ? t`Install agent · ${site.name}` : t`Install agent`} size="xl">
      <QueryState query={sites} compact>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={IconBuilding} title={t`No sites yet`} compact>
              <Trans>A computer belongs to a site. Add a client and its first site, then come back.</Trans>
            </EmptyState>
          ) : (
            <Stack>
              <WhichSite sites={items} site={site} onSite={onSite} />
              {site && (
                <>
                  <InstallCommand key={site.id} site={site} />
                  <TokenList siteId={site.id} />
                </>
              )}
            </Stack>
          )
        }
      </QueryState>
    </Modal>
  );
}

interface WhichSiteProps {
  sites: readonly Site[];
  site: Site | undefined;
  onSite: (siteId: string) => void;
}

/** The client, then one of its sites; where a client has only one, that is it. */
function WhichSite({ sites, site, onSite }: WhichSiteProps) {
  const clients = useQuery(clientsQuery);
  const [chosen, setChosen] = useState<string | null>(null);
  const clientId = chosen ?? site?.clientId ?? null;
  const staying = clients.data?.items.filter(({ leavingSince }) => leavingSince === null) ?? [];
  const ofClient = sites.filter((one) => one.clientId === clientId);
  return (
    <Group grow align="flex-start">
      <Select
        label={t`Client`}
        placeholder={t`Choose a client`}
        searchable
        allowDeselect={false}
        data={staying.map(({ id, name }) => ({ value: id, label: name }))}
        value={clientId}
        onChange={(id) => {
          setChosen(id);
          const own = sites.filter((one) => one.clientId === id);
          if (own.length === 1) onSite(own[0]!.id);
        }}
      />
      <Select
        label={t`Site`}
        placeholder={clientId && ofClient.length === 0 ? t`This client has no site yet` : t`Choose a site`}
        searchable
        allowDeselect={false}
        disabled={ofClient.length === 0}
        data={ofClient.map(({ id, name }) => ({ value: id, label: name }))}
        value={site && site.clientId === clientId ? site.id : null}
        onChange={(id) => id && onSite(id)}
      />
    </Group>
  );
}
