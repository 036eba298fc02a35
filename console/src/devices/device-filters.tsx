import { select, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Button, Group, Select, Stack } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconAdjustmentsHorizontal, IconFilterOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { OS_CHOICES } from '../components/os-name';
import { FilterChips } from '../device-filter/filter-chips';
import type { DeviceSearch } from './device-search';
import { DeviceSearchBox } from './device-search-box';
import { PHASE_LOOKS } from './phases';

const PHASES = Object.entries(PHASE_LOOKS).map(([value, { label }]) => ({ value, label }));

interface DeviceFiltersProps {
  search: DeviceSearch;
  onChange: (patch: Partial<DeviceSearch>) => void;
  /** Stands at the end of the line. */
  children?: ReactNode;
}

/** Narrows the list; every choice is in the address. */
export function DeviceFilters({ search, onChange, children }: DeviceFiltersProps) {
  const { q, phase, os, online, errorCode, tag } = search;
  const narrowed = [q, phase, os, online, errorCode, tag].some((value) => value !== undefined);
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
    <Stack gap={8}>
      <Group gap="xs" role="search" align="flex-start">
        <DeviceSearchBox value={q ?? ''} onSearch={(words) => onChange({ q: words || undefined })} />
        {narrow && (
          <Button
            variant="default"
            aria-expanded={unfolded}
            leftSection={<IconAdjustmentsHorizontal size={16} />}
            onClick={fold.toggle}
          >
            <Trans>Filters</Trans>
          </Button>
        )}
        <Select
          {...shared}
          aria-label={t`Status`}
          placeholder={t`Status`}
          data={PHASES}
          value={phase ?? null}
          onChange={(value) => onChange({ phase: value ?? undefined })}
        />
        <Select
          {...shared}
          searchable={false}
          aria-label={t`Operating system`}
          placeholder={t`OS`}
          data={OS_CHOICES}
          value={os ?? null}
          onChange={(value) => onChange({ os: OS_CHOICES.find((system) => system.value === value)?.value })}
        />
        {online !== undefined && (
          <Button
            variant="light"
            size="xs"
            h={36}
            onClick={() => onChange({ online: undefined })}
            aria-label={t`Remove the filter ${select(online ? 'yes' : 'no', { yes: 'online', other: 'offline' })}`}
          >
            {online ? t`Online` : t`Offline`} ✕
          </Button>
        )}
        {errorCode && (
          <Button
            variant="light"
            color="red"
            size="xs"
            onClick={() => onChange({ errorCode: undefined })}
            aria-label={t`Remove the filter ${errorCode}`}
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
                phase: undefined,
                os: undefined,
                online: undefined,
                errorCode: undefined,
                tag: undefined,
              })
            }
          >
            <Trans>Clear</Trans>
          </Button>
        )}
        <Box flex={1} />
        {children}
      </Group>
      <FilterChips text={q ?? ''} onChange={(left) => onChange({ q: left || undefined })} />
    </Stack>
  );
}
