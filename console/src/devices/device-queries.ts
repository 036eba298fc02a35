import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, api, taggedAnswer } from '../api/client';
import type { Place } from '../app/place';
import type { DeviceSearch } from './device-search';

const PAGE_SIZE = 50;

/** What narrows and orders the list; what else stands in the address is not asked of the server. */
export type DeviceFilter = Omit<DeviceSearch, 'device' | 'tab' | 'setting' | 'view'> & { limit?: number };

const ROWS_AT_ONCE = 200;

/** The list as one scrolls through it: page after page by cursor. Rows are patched as they change, never compared as a whole. */
export const deviceRowsQuery = (filter: DeviceFilter) =>
  infiniteQueryOptions({
    queryKey: ['devices', 'rows', filter],
    queryFn: ({ signal, pageParam }) =>
      answer(
        api.GET('/api/v1/devices', {
          params: { query: { sort: 'name', ...filter, limit: pageParam === null ? 100 : ROWS_AT_ONCE, ...(pageParam === null ? {} : { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    structuralSharing: false,
    staleTime: Infinity,
  });

/** How many computers each quick filter would leave of what the rest of the filter finds. */
export const facetsQuery = (filter: Omit<DeviceFilter, 'sort' | 'limit'>) =>
  queryOptions({
    queryKey: ['facets', filter],
    queryFn: ({ signal }) => answer(api.GET('/api/v1/devices/facets', { params: { query: filter }, signal })),
    staleTime: 5_000,
  });

/** One page of devices, in the order and with the filters of the address. */
export const devicesQuery = (filter: DeviceFilter) =>
  queryOptions({
    queryKey: ['devices', filter],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/devices', { params: { query: { limit: PAGE_SIZE, sort: 'name', ...filter } }, signal })),
  });

/** One device with its tag for changes. */
export const deviceQuery = (id: string) =>
  queryOptions({
    queryKey: ['device', id],
    queryFn: () => taggedAnswer(api.GET('/api/v1/devices/{id}', { params: { path: { id } } })),
  });

export const timelineQuery = (id: string) =>
  queryOptions({
    queryKey: ['device', id, 'timeline'],
    queryFn: () => answer(api.GET('/api/v1/devices/{id}/timeline', { params: { path: { id } } })),
  });

export const effectivePolicyQuery = (id: string) =>
  queryOptions({
    queryKey: ['device', id, 'effective-policy'],
    queryFn: () => answer(api.GET('/api/v1/devices/{id}/effective-policy', { params: { path: { id } } })),
  });

/** The numbers of the first page. */
export const overviewQuery = (place: Place = {}) =>
  queryOptions({
    queryKey: ['summary', 'overview', place],
    queryFn: () => answer(api.GET('/api/v1/overview', { params: { query: place } })),
  });

/** Counts of deployments by phase and by cause. */
export const summaryQuery = (place: Place = {}) =>
  queryOptions({
    queryKey: ['summary', 'deployments', place],
    queryFn: () => answer(api.GET('/api/v1/deployments/summary', { params: { query: place } })),
  });
