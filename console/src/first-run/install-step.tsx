import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Select, Stack } from '@mantine/core';
import { IconBuilding } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { EmptyState } from '../components/empty-state';
import { AnchorLink } from '../components/links';
import { QueryState } from '../components/query-state';
import { overviewQuery } from '../devices/device-queries';
import { InstallCommand } from '../sites/install-command';
import { allSitesQuery } from '../sites/site-queries';
import { DoneNote } from './done-note';

/** The one line for the first device; the site that can use it comes first. */
export function InstallStep() {
  const sites = useQuery(allSitesQuery());
  const overview = useQuery(overviewQuery());
  const [chosen, setChosen] = useState<string | null>(null);
  const devices = overview.data?.devices ?? 0;
  return (
    <QueryState query={sites} compact>
      {({ items }) => {
        const site = items.find(({ id }) => id === chosen) ?? items.find(({ enabled }) => enabled) ?? items[0];
        if (!site) {
          return <EmptyState icon={IconBuilding} title={t`First a site`} compact action={<AnchorLink to="/first-run" search={{ step: 'site' }} size="sm"><Trans>Add a client and its first site</Trans></AnchorLink>} />;
        }
        return (
          <Stack maw={760}>
            {devices > 0 && <DoneNote title={devices === 1 ? t`A device has enrolled` : t`${devices} devices have enrolled`} />}
            <Box className="lk-card" p="md">
              <Stack>
                {items.length > 1 && (
                  <Select
                    label={t`Site`}
                    searchable
                    allowDeselect={false}
                    data={items.map(({ id, name, clientName }) => ({ value: id, label: `${clientName} › ${name}` }))}
                    value={site.id}
                    onChange={setChosen}
                  />
                )}
                <InstallCommand key={site.id} site={site} />
              </Stack>
            </Box>
          </Stack>
        );
      }}
    </QueryState>
  );
}
