import { select, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Button, Group, Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowUp, IconPlus } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import type { BulkAct } from '../api/types';
import { useRight } from '../app/me';
import { ButtonLink } from '../components/links';
import { number } from '../language/formats';
import { ANY_SITE } from '../sites/site-search';
import { PageHeader } from '../components/page-header';
import { Refused, Rows } from '../components/query-state';
import { BulkBar } from './bulk/bulk-bar';
import { selectionBody } from './bulk/bulk-queries';
import { ColumnMenu } from './column-menu';
import { ComputerCards } from './computer-cards';
import { ComputersEmpty } from './computers-empty';
import { DeviceFilters } from './device-filters';
import { DeviceGrid, type GridHandle } from './device-grid';
import classes from './device-grid.module.css';
import type { DeviceSearch } from './device-search';
import { exportDevices } from './export-devices';
import { DoubtsAlert } from './identity/doubts-alert';
import { QuickFilters } from './quick-filters';
import { EVERYTHING, NOTHING, sizeOf } from './selection';
import { useColumns } from './use-columns';
import { useDeviceRows } from './use-device-rows';
import { useListKeys } from './use-list-keys';
import { useListSettings } from './list-settings';
import { useSelection } from './use-selection';
import { searchOf, viewsQuery } from './views/view-queries';
import { ViewTabs } from './views/view-tabs';
import { useQuery } from '@tanstack/react-query';

const DeviceDrawer = lazy(() => import('./drawer/device-drawer').then((module) => ({ default: module.DeviceDrawer })));
const BulkDialog = lazy(() => import('./bulk/bulk-dialog'));
const JobPanel = lazy(() => import('./bulk/job-panel'));

/** Devices > Computers: every device of the operator's sites with its deployment status and Log In. */
export function ComputersPage() {
  const search = useSearch({ from: '/signed-in/shell/devices' });
  const { device: opened, tab, setting: _setting, view: _view, ...filter } = search;
  const navigate = useNavigate({ from: '/devices' });
  const [everOpened, setEverOpened] = useState(false);
  if (opened && !everOpened) setEverOpened(true);
  const [act, setAct] = useState<BulkAct | null>(null);
  const [jobId, setJobId] = useState<string | null>(null);
  const [isScrolled, setScrolled] = useState(false);
  const grid = useRef<GridHandle>(null);
  const current = useRef(-1);
  const mayEnrol = useRight('sites.change');
  const narrow = useMediaQuery('(max-width: 48em)');
  const { settings } = useListSettings();
  const look = useColumns(search.view);
  useDefaultView(search);

  const { selection, setSelection, tick } = useSelection(filter);
  const hasSelected = selection.kind === 'all' || selection.ids.size > 0;
  const list = useDeviceRows(filter, isScrolled || hasSelected);
  const { devices, total, totalIsCapped, query } = list;
  const selected = sizeOf(selection, total);
  const isAll = selection.kind === 'all';

  const change = useCallback(
    (patch: Partial<DeviceSearch>) => void navigate({ search: (now) => ({ ...now, ...patch }), replace: !('device' in patch) }),
    [navigate],
  );
  const open = useCallback((id: string) => change({ device: id }), [change]);
  const onTick = useCallback(
    (index: number, isTicked: boolean, upToHere: boolean) => {
      current.current = index;
      tick(devices, index, isTicked, upToHere);
    },
    [tick, devices],
  );
  const onFocus = useCallback((index: number) => (current.current = index), []);
  const move = (by: 1 | -1) => {
    const to = Math.min(devices.length - 1, Math.max(0, current.current + by));
    current.current = to;
    grid.current?.goTo(to);
  };
  useListKeys({
    enabled: settings.singleKeys && !opened,
    onMove: move,
    onTick: (upToHere) => {
      const device = devices[current.current];
      if (device) onTick(current.current, !(selection.kind === 'all' ? !selection.except.has(device.id) : selection.ids.has(device.id)), upToHere);
    },
    onEscape: () => setSelection(NOTHING),
  });
  const totalInWords = t`${select(totalIsCapped ? 'yes' : 'no', { yes: 'more than ', other: '' })}${number.format(total)}`;
  const shared = { devices, selection, onTick, onOpen: open, hasMore: list.hasMore, onMore: list.more };
  return (
    <>
      <Box className={classes.frame}>
        <PageHeader
          path={[t`Devices`]}
          title={t`Computers`}
          actions={
            mayEnrol && (
              <ButtonLink to="/sites" search={{ install: search.siteId ?? ANY_SITE }} leftSection={<IconPlus size={16} />} variant="default">
                <Trans>Install agent</Trans>
              </ButtonLink>
            )
          }
        />
        <DoubtsAlert />
        <Stack gap={8} mb={8}>
          <ViewTabs
            search={search}
            look={{ ...(look.chosen ? { columns: [...look.chosen] } : {}), density: look.density }}
            onOpen={(to) => void navigate({ search: { clientId: undefined, siteId: undefined, ...to } })}
          />
          <DeviceFilters search={search} onChange={change}>
            {!narrow && <ColumnMenu chosen={look.chosen} onChoose={look.choose} density={look.density} onDensity={look.setDensity} />}
          </DeviceFilters>
          <QuickFilters search={search} onChange={(q) => change({ q })} />
        </Stack>
        <Box className={`lk-card ${classes.card}`}>
          {query.isError && devices.length === 0 ? (
            <Refused error={query.error} onRetry={() => void query.refetch()} />
          ) : query.isPending ? (
            <Rows count={10} />
          ) : devices.length === 0 ? (
            <ComputersEmpty filtered={Object.keys(filter).some((key) => key !== 'sort')} onClear={() => void navigate({ search: { clientId: undefined, siteId: undefined } })} />
          ) : narrow ? (
            <ComputerCards {...shared} />
          ) : (
            <DeviceGrid
              {...shared}
              handle={grid}
              total={total}
              onTickAll={() => setSelection(isAll || hasSelected ? NOTHING : EVERYTHING)}
              columns={look.columns}
              nameWidth={look.nameWidth}
              density={look.density}
              sort={filter.sort ?? 'name'}
              onSort={(sort) => change({ sort })}
              onResize={look.resize}
              onFocus={onFocus}
              onScrolled={(atTop) => setScrolled(!atTop)}
            />
          )}
          {list.hasNews && (
            <Button
              className={classes.news}
              size="compact-sm"
              radius="xl"
              leftSection={<IconArrowUp size={14} />}
              onClick={() => {
                list.renew();
                grid.current?.toTop();
              }}
            >
              <Trans>New data</Trans>
            </Button>
          )}
          <Group className={classes.foot} component="footer">
            <span role="status" className="lk-figures">
              {totalInWords} {total === 1 && !totalIsCapped ? t`computer` : t`computers`}
            </span>
          </Group>
        </Box>
      </Box>
      {hasSelected && (
        <BulkBar
          count={selected}
          isCapped={isAll && totalIsCapped}
          matching={isAll || selected >= total ? null : totalInWords}
          onSelectAll={() => setSelection(EVERYTHING)}
          onAct={setAct}
          onExport={() => void exportDevices(selectionBody(selection, filter))}
          onCopyNames={
            selection.kind === 'some'
              ? () => void navigator.clipboard.writeText(devices.filter(({ id }) => selection.ids.has(id)).map(({ name }) => name).join('\n'))
              : null
          }
          onClear={() => setSelection(NOTHING)}
        />
      )}
      <Suspense>
        {act && (
          <BulkDialog
            act={act}
            selection={selectionBody(selection, filter)}
            count={selected}
            isCapped={isAll && totalIsCapped}
            onClose={() => setAct(null)}
            onStarted={(id) => {
              setAct(null);
              setJobId(id);
              setSelection(NOTHING);
            }}
          />
        )}
        {jobId && <JobPanel jobId={jobId} onClose={() => setJobId(null)} onJob={setJobId} />}
        {everOpened && (
          <DeviceDrawer
            id={opened}
            tab={tab ?? 'summary'}
            onTab={(next) => change({ tab: next, setting: undefined })}
            onClose={() => change({ device: undefined, tab: undefined, setting: undefined })}
          />
        )}
      </Suspense>
    </>
  );
}

/** Whoever comes without wanting anything particular gets the view that he has made his default; once, so that he can leave it. */
function useDefaultView(search: DeviceSearch): void {
  const navigate = useNavigate({ from: '/devices' });
  const { settings, isLoaded } = useListSettings();
  const { data } = useQuery(viewsQuery);
  const isDecided = useRef(false);
  useEffect(() => {
    if (isDecided.current || !isLoaded || !data) return;
    isDecided.current = true;
    const view = data.items.find(({ id }) => id === settings.defaultViewId);
    if (view && Object.keys(search).length === 0) void navigate({ search: searchOf(view), replace: true });
  }, [isLoaded, data]);
}
