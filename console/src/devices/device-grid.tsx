import { t } from '@lingui/core/macro';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import clsx from 'clsx';
import { memo, useEffect, useImperativeHandle, useRef, type KeyboardEvent, type PointerEvent, type Ref } from 'react';
import type { Density, Device } from '../api/types';
import { direction } from '../language/language';
import type { ShownColumn } from './columns';
import { DeviceCell } from './device-cells';
import classes from './device-grid.module.css';
import { LogInHeader } from './log-in-header';
import { LogInIcon } from './log-in-icon';
import { isSelected, type Selection } from './selection';

const ROW_HEIGHTS: Record<Density, number> = { compact: 32, normal: 40, roomy: 50 };
const TICK_WIDTH = 40;
const LOG_IN_WIDTH = 84;
/** Fetching begins so many rows before the end is in sight. */
const AHEAD = 60;

/** How somebody who holds the grid moves in it. */
export interface GridHandle {
  /** Brings a row into sight and the focus to it. */
  goTo: (index: number) => void;
  toTop: () => void;
}

interface DeviceGridProps {
  devices: readonly Device[];
  total: number;
  hasMore: boolean;
  onMore: () => void;
  selection: Selection;
  /** A row was ticked; with Shift, everything up to it is meant. */
  onTick: (index: number, selected: boolean, upToHere: boolean) => void;
  onTickAll: () => void;
  columns: readonly ShownColumn[];
  nameWidth: number;
  density: Density;
  sort: string;
  onSort: (sort: string) => void;
  onResize: (column: string, width: number) => void;
  onOpen: (id: string) => void;
  onFocus: (index: number) => void;
  onScrolled: (fromTop: boolean) => void;
  handle: Ref<GridHandle>;
}

/** The computers as a table of any length: only the rows in sight exist, and more are fetched as one comes near the end. */
export function DeviceGrid({ devices, total, hasMore, onMore, selection, onTick, onTickAll, columns, nameWidth, density, sort, onSort, onResize, onOpen, onFocus, onScrolled, handle }: DeviceGridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLDivElement>(null);
  const rowHeight = ROW_HEIGHTS[density];
  const virtualizer = useVirtualizer({
    count: devices.length + (hasMore ? 1 : 0),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: 0,
    getItemKey: (index) => devices[index]?.id ?? 'more',
  });
  useEffect(() => virtualizer.measure(), [rowHeight, virtualizer]);
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= devices.length - AHEAD) onMore();
  }, [hasMore, last, devices.length, onMore]);
  useImperativeHandle(handle, () => ({
    goTo: (index) => {
      virtualizer.scrollToIndex(index);
      const focus = (triesLeft: number) => {
        const name = table.current?.querySelector<HTMLElement>(`[data-name-of="${index}"]`);
        if (name) name.focus({ preventScroll: true });
        else if (triesLeft > 0) requestAnimationFrame(() => focus(triesLeft - 1));
      };
      focus(5);
    },
    toTop: () => virtualizer.scrollToOffset(0),
  }));

  const style = {
    '--columns': [TICK_WIDTH, LOG_IN_WIDTH, nameWidth]
      .map((width) => `${width}px`)
      .concat(columns.map(({ width, isFlexible }, at) => (isFlexible || at === columns.length - 1 ? `minmax(${width}px, ${width}fr)` : `${width}px`)))
      .join(' '),
    '--row': `${rowHeight}px`,
    width: `max(100%, ${columns.reduce((sum, { width }) => sum + width, TICK_WIDTH + LOG_IN_WIDTH + nameWidth)}px)`,
    height: virtualizer.getTotalSize() + 36,
  } as React.CSSProperties;
  const all = selection.kind === 'all' && selection.except.size === 0;
  const some = selection.kind === 'all' || selection.ids.size > 0;
  return (
    <div ref={scroller} className={classes.scroller} onScroll={(event) => onScrolled(event.currentTarget.scrollTop <= rowHeight)}>
      <div ref={table} role="table" aria-label={t`Computers`} aria-rowcount={total + 1} className={classes.table} style={style}>
        <div role="row" aria-rowindex={1} className={classes.header}>
          <div role="columnheader" className={clsx(classes.pinned, classes.tick)} style={{ insetInlineStart: 0 }}>
            <label>
              <input
                type="checkbox"
                aria-label={t`Select all that match`}
                checked={all}
                ref={(box) => {
                  if (box) box.indeterminate = some && !all;
                }}
                onChange={onTickAll}
              />
            </label>
          </div>
          <div role="columnheader" className={clsx(classes.head, classes.pinned)} style={{ insetInlineStart: TICK_WIDTH }}>
            <LogInHeader />
          </div>
          <Head id="name" title={t`Name`} sortKey="name" width={nameWidth} sort={sort} onSort={onSort} onResize={onResize} table={table} at={2} pinnedAt={TICK_WIDTH + LOG_IN_WIDTH} />
          {columns.map((column, at) => (
            <Head key={column.id} id={column.id} title={column.title} sortKey={column.sort} width={column.width} sort={sort} onSort={onSort} onResize={onResize} table={table} at={at + 3} />
          ))}
        </div>
        {items.map(({ index, key, start }) => {
          const device = devices[index];
          return device ? (
            <DeviceRow
              key={key}
              device={device}
              index={index}
              top={start + 36}
              columns={columns}
              selected={isSelected(selection, device.id)}
              onTick={onTick}
              onOpen={onOpen}
              onFocus={onFocus}
            />
          ) : (
            <Bones key={key} top={start + 36} columns={columns.length} />
          );
        })}
      </div>
    </div>
  );
}

interface DeviceRowProps {
  device: Device;
  index: number;
  top: number;
  columns: readonly ShownColumn[];
  selected: boolean;
  onTick: DeviceGridProps['onTick'];
  onOpen: (id: string) => void;
  onFocus: (index: number) => void;
}

const DeviceRow = memo(function DeviceRow({ device, index, top, columns, selected, onTick, onOpen, onFocus }: DeviceRowProps) {
  const upToHere = useRef(false);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={classes.row}
      data-selected={selected || undefined}
      style={{ transform: `translateY(${top}px)` }}
      onDoubleClick={() => onOpen(device.id)}
      onFocus={() => onFocus(index)}
    >
      <div role="cell" className={clsx(classes.pinned, classes.tick)} style={{ insetInlineStart: 0 }}>
        <label onClick={(event) => (upToHere.current = event.shiftKey)}>
          <input
            type="checkbox"
            aria-label={t`Select ${device.name}`}
            checked={selected}
            onClick={(event) => (upToHere.current = event.shiftKey)}
            onChange={(event) => onTick(index, event.currentTarget.checked, upToHere.current)}
          />
        </label>
      </div>
      <div role="cell" className={clsx(classes.cell, classes.pinned)} style={{ insetInlineStart: TICK_WIDTH, justifyContent: 'center' }}>
        <LogInIcon device={device} />
      </div>
      <div role="cell" className={clsx(classes.cell, classes.pinned, classes.edge)} style={{ insetInlineStart: TICK_WIDTH + LOG_IN_WIDTH }}>
        <button type="button" className={classes.name} data-name-of={index} title={device.name} onClick={() => onOpen(device.id)}>
          {device.name}
        </button>
      </div>
      {columns.map(({ id }) => (
        <div role="cell" key={id} className={classes.cell}>
          <DeviceCell device={device} column={id} />
        </div>
      ))}
    </div>
  );
});

/** Stands where rows are still on their way. */
function Bones({ top, columns }: { top: number; columns: number }) {
  return (
    <div className={classes.row} style={{ transform: `translateY(${top}px)` }} aria-hidden>
      {Array.from({ length: columns + 3 }, (_, at) => (
        <div key={at} className={classes.cell}>
          {at > 1 && <div className={classes.bone} style={{ width: `${40 + ((at * 23) % 45)}%` }} />}
        </div>
      ))}
    </div>
  );
}

interface HeadProps {
  id: string;
  title: string;
  sortKey: string | undefined;
  width: number;
  sort: string;
  onSort: (sort: string) => void;
  onResize: (column: string, width: number) => void;
  table: React.RefObject<HTMLDivElement | null>;
  /** Which of the columns of the grid it is. */
  at: number;
  pinnedAt?: number;
}

const NARROWEST = 60;
const WIDEST = 800;
/** The end of a heading is on its right where one reads to the right. */
const outwards = direction === 'rtl' ? -1 : 1;

/** A heading: sorts at a click, and is made wider at its end by the pointer or by the arrow keys. */
function Head({ id, title, sortKey, width, sort, onSort, onResize, table, at, pinnedAt }: HeadProps) {
  const descending = sort.startsWith('-');
  const isSorted = sortKey !== undefined && sort.replace(/^-/, '').split(',')[0] === sortKey;
  const resize = (to: number) => onResize(id, Math.round(Math.min(WIDEST, Math.max(NARROWEST, to))));
  const drag = (event: PointerEvent<HTMLElement>) => {
    event.preventDefault();
    const from = event.clientX;
    const grip = event.currentTarget;
    grip.setPointerCapture(event.pointerId);
    const widths = getComputedStyle(table.current!).getPropertyValue('--columns').split(/ (?![^(]*\))/);
    let to = width;
    const move = (moved: globalThis.PointerEvent) => {
      to = Math.min(WIDEST, Math.max(NARROWEST, width + outwards * (moved.clientX - from)));
      // Only the widths change while one drags: no row is made anew.
      widths[at] = at === widths.length - 1 ? `minmax(${to}px, ${to}fr)` : `${to}px`;
      table.current?.style.setProperty('--columns', widths.join(' '));
    };
    grip.addEventListener('pointermove', move);
    grip.addEventListener('lostpointercapture', () => {
      grip.removeEventListener('pointermove', move);
      resize(to);
    }, { once: true });
  };
  const byKeys = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -10 * outwards, ArrowRight: 10 * outwards }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    resize(width + step);
  };
  return (
    <div
      role="columnheader"
      aria-sort={isSorted ? (descending ? 'descending' : 'ascending') : undefined}
      className={clsx(classes.head, pinnedAt !== undefined && [classes.pinned, classes.edge])}
      style={pinnedAt === undefined ? undefined : { insetInlineStart: pinnedAt }}
    >
      {sortKey === undefined ? (
        title
      ) : (
        <button type="button" className={classes.sort} onClick={() => onSort(isSorted && !descending ? `-${sortKey}` : sortKey)}>
          {title}
          {isSorted && (descending ? <IconArrowDown size={13} aria-hidden /> : <IconArrowUp size={13} aria-hidden />)}
        </button>
      )}
      <span
        role="separator"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={t`Width of ${title}`}
        aria-valuenow={width}
        aria-valuemin={NARROWEST}
        aria-valuemax={WIDEST}
        className={classes.grip}
        onPointerDown={drag}
        onKeyDown={byKeys}
        onDoubleClick={(event) => event.stopPropagation()}
      />
    </div>
  );
}
