import { Button, Group, Select, Stack } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconAdjustmentsHorizontal, IconFilterOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { OS_CHOICES } from '../components/os-name';
import { clientsQuery, allSitesQuery } from '../sites/site-queries';
import { FilterChips } from '../device-filter/filter-chips';
import type { DeviceSearch } from './device-search';
import { DeviceSearchBox } from './device-search-box';
import { PHASE_LOOKS } from './phases';

const LINKS = [
  { value: 'true', label: 'Online' },
  { value: 'false', label: 'Offline' },
];
const PHASES = Object.entries(PHASE_LOOKS).map(([value, { label }]) => ({ value, label }));

interface DeviceFiltersProps {
  search: DeviceSearch;
  onChange: (patch: Partial<DeviceSearch>) => void;
}

/** Narrows the list; every choice is in the address. */
export function DeviceFilters({ search, onChange }: DeviceFiltersProps) {
  const clients = useQuery(clientsQuery);
  const sites = useQuery(allSitesQuery({ clientId: search.clientId }));
  const { q, clientId, siteId, phase, os, online, errorCode, tag } = search;
  const narrowed = [q, clientId, siteId, phase, os, online, errorCode, tag].some((value) => value !== undefined);
  const [unfolded, fold] = useDisclosure();
  const narrow = useMediaQuery('(max-width: 36em)');
  const shared = {
    clearable: true,
    searchable: true,
    w: { base: 'calc(50% - 5px)', xs: 142 },
    display: narrow && !unfolded ? 'none' : undefined,
    comboboxProps: { width: 260, position: 'bottom-start' as const },
  };
  return (
    <Stack gap={8} mb="sm">
      <Group gap="xs" role="search" align="flex-start">
        <DeviceSearchBox value={q ?? ''} onSearch={(words) => onChange({ q: words || undefined })} />
        {narrow && (
          <Button
            variant="default"
            aria-expanded={unfolded}
            leftSection={<IconAdjustmentsHorizontal size={16} />}
            onClick={fold.toggle}
          >
            Filters
          </Button>
        )}
        <Select
          {...shared}
          aria-label="Client"
          placeholder="Client"
          data={clients.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          value={clientId ?? null}
          onChange={(value) => onChange({ clientId: value ?? undefined, siteId: undefined })}
        />
        <Select
          {...shared}
          aria-label="Site"
          placeholder="Site"
          data={
            sites.data?.items.map(({ id, name, clientName }) => ({
              value: id,
              label: clientId ? name : `${clientName} › ${name}`,
            })) ?? []
          }
          value={siteId ?? null}
          onChange={(value) => onChange({ siteId: value ?? undefined })}
        />
        <Select
          {...shared}
          aria-label="Status"
          placeholder="Status"
          data={PHASES}
          value={phase ?? null}
          onChange={(value) => onChange({ phase: value ?? undefined })}
        />
        <Select
          {...shared}
          searchable={false}
          aria-label="Operating system"
          placeholder="OS"
          data={OS_CHOICES}
          value={os ?? null}
          onChange={(value) => onChange({ os: OS_CHOICES.find((system) => system.value === value)?.value })}
        />
        <Select
          {...shared}
          searchable={false}
          aria-label="Online"
          placeholder="Online"
          data={LINKS}
          value={online === undefined ? null : String(online)}
          onChange={(value) => onChange({ online: value === null ? undefined : value === 'true' })}
        />
        {errorCode && (
          <Button
            variant="light"
            color="red"
            size="xs"
            onClick={() => onChange({ errorCode: undefined })}
            aria-label={`Remove the filter ${errorCode}`}
          >
            {errorCode} ✕
          </Button>
        )}
        {narrowed && (
          <Button
            variant="subtle"
            color="gray"
            size="xs"
            leftSection={<IconFilterOff size={14} />}
            onClick={() =>
              onChange({
                q: undefined,
                clientId: undefined,
                siteId: undefined,
                phase: undefined,
                os: undefined,
                online: undefined,
                errorCode: undefined,
                tag: undefined,
              })
            }
          >
            Clear
          </Button>
        )}
      </Group>
      <FilterChips text={q ?? ''} onChange={(left) => onChange({ q: left || undefined })} />
    </Stack>
  );
}
