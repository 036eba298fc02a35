import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBuilding, IconDeviceDesktop, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { devicesQuery } from '../../devices/device-queries';
import { sitesQuery } from '../../sites/site-queries';
import { useMe } from '../me';
import { hasRight } from '../rights';
import { PAGE_GROUPS } from './pages';

const FOUND_LIMIT = 6;

/** Ctrl/Cmd+K: pages at once, devices and sites as the server finds them. */
export function CommandPalette() {
  const [words, setWords] = useState('');
  const [asked] = useDebouncedValue(words.trim(), 180);
  const groups = [usePages(), ...useFound(asked)].filter(({ actions }) => actions.length > 0);
  return (
    <Spotlight
      shortcut={['mod + K']}
      query={words}
      onQueryChange={setWords}
      actions={groups}
      // The server has filtered devices and sites already, by more than their names.
      filter={(query, actions) =>
        actions.map((group) => ('actions' in group && group.group === 'Pages' ? matching(group, query) : group))
      }
      nothingFound={asked ? 'Nothing found' : 'Type to search'}
      highlightQuery
      scrollable
      centered={false}
      overlayProps={{ backgroundOpacity: 0.35, blur: 2 }}
      maxHeight={420}
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: 'Go to a device, a site or a page',
        'aria-label': 'Go to',
      }}
    />
  );
}

function matching(group: SpotlightActionGroupData, query: string): SpotlightActionGroupData {
  const wanted = query.trim().toLowerCase();
  return { ...group, actions: group.actions.filter(({ label }) => label?.toLowerCase().includes(wanted)) };
}

function usePages(): SpotlightActionGroupData {
  const navigate = useNavigate();
  const me = useMe();
  const pages = PAGE_GROUPS.flatMap(({ label, pages: links }) => links.map((link) => ({ ...link, group: label })));
  return {
    group: 'Pages',
    actions: pages
      .filter(({ needs }) => !needs || hasRight(me, ...needs))
      .map(({ to, label, group, icon: PageIcon }): SpotlightActionData => ({
        id: to,
        label: group ? `${group} › ${label}` : label,
        leftSection: <PageIcon size={18} stroke={1.7} />,
        onClick: () => void navigate({ to }),
      })),
  };
}

function useFound(words: string): SpotlightActionGroupData[] {
  const navigate = useNavigate();
  const asking = { enabled: words.length > 1, placeholderData: keepPreviousData };
  const devices = useQuery({ ...devicesQuery({ q: words, limit: FOUND_LIMIT }), ...asking });
  const sites = useQuery({ ...sitesQuery({ q: words, limit: FOUND_LIMIT }), ...asking });
  if (words.length <= 1) return [];
  return [
    {
      group: 'Computers',
      actions: (devices.data?.items ?? []).map((device) => ({
        id: device.id,
        label: device.name,
        description: `${device.clientName} · ${device.siteName} · ${device.online ? 'online' : 'offline'}`,
        leftSection: <IconDeviceDesktop size={18} stroke={1.7} />,
        onClick: () => void navigate({ to: '/devices', search: { device: device.id } }),
      })),
    },
    {
      group: 'Sites',
      actions: (sites.data?.items ?? []).map((site) => ({
        id: site.id,
        label: site.name,
        description: site.clientName,
        leftSection: <IconBuilding size={18} stroke={1.7} />,
        onClick: () => void navigate({ to: '/devices', search: { siteId: site.id } }),
      })),
    },
  ];
}
