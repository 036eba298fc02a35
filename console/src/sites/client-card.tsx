import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { ActionIcon, Badge, Box, Button, Group, Menu, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDots, IconDoorExit, IconMapPinPlus, IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Client, Site } from '../api/types';
import { useRight } from '../app/me';
import { AnchorLink } from '../components/links';
import { Rows } from '../components/query-state';
import { OffboardClient } from '../offboarding/offboard-client';
import { ClientForm } from './client-form';
import { SiteForm } from './site-form';
import { SiteRow } from './site-row';
import { useDeleteClient } from './use-site-changes';
import classes from './client-card.module.css';

interface ClientCardProps {
  client: Client;
  sites: readonly Site[];
  loading: boolean;
  onAddSite: () => void;
  onInstall: (site: Site) => void;
}

/** One client with its sites. */
export function ClientCard({ client, sites, loading, onAddSite, onInstall }: ClientCardProps) {
  const mayChange = useRight('sites.change');
  const [renaming, dialog] = useDisclosure();
  const [offboarding, offboardingDialog] = useDisclosure();
  const leaving = client.leavingSince !== null;
  const [editing, setEditing] = useState<Site | null>(null);
  const remove = useDeleteClient();
  return (
    <Box className="lk-card" component="section" aria-label={client.name}>
      <Group px="md" py="sm" justify="space-between" wrap="nowrap">
        <Box miw={0}>
          <Group gap="xs">
            <Title order={2} className={classes.name}>
              {client.name}
            </Title>
            {leaving && (
              <Badge variant="light" color="orange" tt="none">
                <Trans>Leaving</Trans>
              </Badge>
            )}
            {leaving && (
              <AnchorLink to="/sites/$clientId/offboarding" params={{ clientId: client.id }} size="sm">
                <Trans>Offboarding</Trans>
              </AnchorLink>
            )}
          </Group>
          <Text size="xs" c="dimmed" className="lk-figures">
            {client.siteCount} {client.siteCount === 1 ? t`site` : t`sites`} · {client.deviceCount}{' '}
            {client.deviceCount === 1 ? t`computer` : t`computers`}
          </Text>
        </Box>
        {mayChange && (
          <Group gap={6} wrap="nowrap">
            {!leaving && (
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<IconMapPinPlus size={15} />}
                onClick={onAddSite}
              >
                <Trans>Add Site</Trans>
              </Button>
            )}
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon color="gray" aria-label={t`More actions for ${client.name}`}>
                  <IconDots size={16} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<IconPencil size={16} />} onClick={dialog.open}>
                  <Trans>Rename client</Trans>
                </Menu.Item>
                {!leaving && (
                  <Menu.Item color="red" leftSection={<IconDoorExit size={16} />} onClick={offboardingDialog.open}>
                    <Trans>Offboard client</Trans>
                  </Menu.Item>
                )}
                <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => remove.mutate(client)}>
                  {leaving ? t`Archive client` : t`Delete client`}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </Group>
        )}
      </Group>
      {loading ? (
        <Rows count={2} />
      ) : sites.length === 0 ? (
        <Text size="sm" c="dimmed" px="md" pb="md">
          <Trans>No sites yet. Devices need one.</Trans>
        </Text>
      ) : (
        <Box component="ul" className={classes.sites}>
          {sites.map((site) => (
            <SiteRow
              key={site.id}
              site={site}
              leaving={leaving}
              onInstall={() => onInstall(site)}
              onEdit={() => setEditing(site)}
            />
          ))}
        </Box>
      )}
      <ClientForm client={client} opened={renaming} onClose={dialog.close} />
      <OffboardClient client={client} opened={offboarding} onClose={offboardingDialog.close} />
      <SiteForm client={editing ? client : null} site={editing ?? undefined} onClose={() => setEditing(null)} />
    </Box>
  );
}
