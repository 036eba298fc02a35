import { Box } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { Device } from '../api/types';
import { useRight } from '../app/me';
import { ButtonLink } from '../components/links';
import { PageHeader } from '../components/page-header';
import { PagesFooter } from '../components/pages-footer';
import { Refused } from '../components/query-state';
import { useCursorTrail } from '../components/use-cursor-trail';
import { ComputerCards } from './computer-cards';
import { ComputersEmpty } from './computers-empty';
import { ComputersTable } from './computers-table';
import { DeviceFilters } from './device-filters';
import { PAGE_SIZE, devicesQuery } from './device-queries';
import type { DeviceSearch } from './device-search';
import { DoubtsAlert } from './identity/doubts-alert';
import { SelectionBar } from './selection-bar';

const DeviceDrawer = lazy(() => import('./drawer/device-drawer').then((module) => ({ default: module.DeviceDrawer })));

const FROM = '/signed-in/shell/devices';

/** Devices > Computers: every device of the operator's sites with its deployment status and Log In. */
export function ComputersPage() {
  const { device: opened, tab, ...filter } = useSearch({ from: FROM });
  const navigate = useNavigate({ from: '/devices' });
  const [everOpened, setEverOpened] = useState(false);
  if (opened && !everOpened) setEverOpened(true);
  const [selected, setSelected] = useState<Device[]>([]);
  const mayEnrol = useRight('sites.change');
  const narrow = useMediaQuery('(max-width: 48em)');
  const query = useQuery({ ...devicesQuery(filter), placeholderData: keepPreviousData });

  const change = (patch: Partial<DeviceSearch>) => {
    const leavesPage = Object.keys(patch).some((key) => key !== 'device' && key !== 'tab' && key !== 'cursor');
    void navigate({
      search: (now) => ({ ...now, ...(leavesPage ? { cursor: undefined } : {}), ...patch }),
      replace: !('cursor' in patch || 'device' in patch),
    });
  };
  const trail = useCursorTrail(filter.cursor, (cursor) => change({ cursor }));
  const open = (device: Device) => change({ device: device.id });

  const page = query.data;
  const list = { devices: page?.items ?? [], selected, onSelect: setSelected, onOpen: open };
  return (
    <>
      <PageHeader
        path={['Devices']}
        title="Computers"
        actions={
          mayEnrol && (
            <ButtonLink to="/sites" leftSection={<IconPlus size={16} />} variant="default">
              Install agent
            </ButtonLink>
          )
        }
      />
      <DoubtsAlert />
      <DeviceFilters search={filter} onChange={change} />
      {selected.length > 0 && <SelectionBar selected={selected} onDone={() => setSelected([])} />}
      <Box className="lk-card">
        {query.isError && !page ? (
          <Refused error={query.error} onRetry={() => void query.refetch()} />
        ) : page?.items.length === 0 ? (
          <ComputersEmpty
            filtered={Object.keys(filter).some((key) => !['sort', 'limit'].includes(key))}
            onClear={() => void navigate({ search: {} })}
          />
        ) : narrow ? (
          <ComputerCards {...list} loading={query.isPending} />
        ) : (
          <ComputersTable
            {...list}
            fetching={query.isPending || query.isPlaceholderData}
            sort={filter.sort ?? 'name'}
            onSort={(sort) => change({ sort })}
          />
        )}
        <PagesFooter
          page={page}
          noun={['computer', 'computers']}
          cursor={filter.cursor}
          limit={filter.limit ?? PAGE_SIZE}
          onLimit={(limit) => change({ limit })}
          onNext={trail.next}
          onBack={trail.back}
        />
      </Box>
      <Suspense>
        {everOpened && (
          <DeviceDrawer
            id={opened}
            tab={tab ?? 'summary'}
            onTab={(next) => change({ tab: next })}
            onClose={() => change({ device: undefined, tab: undefined })}
          />
        )}
      </Suspense>
    </>
  );
}
