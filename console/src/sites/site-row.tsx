import { t } from '@lingui/core/macro';
import { Select as Choice, Trans } from '@lingui/react/macro';
import { ActionIcon, Box, Button, Menu, Text } from '@mantine/core';
import {
  IconAffiliate,
  IconBuildingCommunity,
  IconDots,
  IconDownload,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react';
import type { Site } from '../api/types';
import { useRight } from '../app/me';
import classes from './client-card.module.css';
import { EnabledMark } from './enabled-mark';
import { openMoveToClient, openPlaceSite } from './site-moves';
import { useDeleteSite } from './use-site-changes';
import { AnchorLink } from '../components/links';

interface SiteRowProps {
  site: Site;
  /** Its client is being offboarded: no agent can be installed there. */
  leaving: boolean;
  onInstall: () => void;
  onEdit: () => void;
}

/** One site: whether remote access is enabled, how its computers stand, and how to add one. */
export function SiteRow({ site, leaving, onInstall, onEdit }: SiteRowProps) {
  const mayChange = useRight('sites.change');
  const mayPlace = useRight('providers.read');
  const remove = useDeleteSite();
  return (
    <Box component="li" className={classes.site}>
      <Box miw={0}>
        <Text size="sm" fw={600} truncate>
          {site.name}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          {[site.timeZone, site.region, site.placement?.providerInstanceName].filter(Boolean).join(' · ')}
        </Text>
      </Box>
      <EnabledMark enabled={site.enabled} />
      <Text size="sm" className="lk-figures">
        <AnchorLink to="/devices" search={{ siteId: site.id }} size="sm">
          {site.deviceCount} {site.deviceCount === 1 ? t`computer` : t`computers`}
        </AnchorLink>
        {site.deviceCount > 0 && (
          <Text span size="xs" c="dimmed">
            {' '}
            <Trans>{site.readyCount} ready<Choice value={site.failedCount > 0 ? 'yes' : 'no'} _yes={`, ${site.failedCount} failed`} other="" /></Trans>
          </Text>
        )}
      </Text>
      <AnchorLink to="/packages" search={{ tab: 'sites', q: site.name }} size="sm">
        {site.packageCount === 0
          ? leaving
            ? t`No packages`
            : t`Assign a package`
          : site.packageCount === 1
            ? t`1 package`
            : t`${site.packageCount} packages`}
      </AnchorLink>
      <Box className={classes.actions}>
        {mayChange && (
          <>
            {!leaving && (
              <Button
                size="compact-sm"
                variant="light"
                leftSection={<IconDownload size={15} />}
                onClick={onInstall}
                aria-label={t`Install agent at ${site.name}`}
              >
                <Trans>Install agent</Trans>
              </Button>
            )}
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon color="gray" aria-label={t`More actions for ${site.name}`}>
                  <IconDots size={16} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
                  <Trans>Edit site</Trans>
                </Menu.Item>
                <Menu.Item leftSection={<IconBuildingCommunity size={16} />} onClick={() => openMoveToClient(site)}>
                  <Trans>Move to another client</Trans>
                </Menu.Item>
                {mayPlace && (
                  <Menu.Item leftSection={<IconAffiliate size={16} />} onClick={() => openPlaceSite(site)}>
                    <Trans>Choose the provider</Trans>
                  </Menu.Item>
                )}
                <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => remove.mutate(site)}>
                  <Trans>Delete site</Trans>
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </>
        )}
      </Box>
    </Box>
  );
}
