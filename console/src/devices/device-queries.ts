import { queryOptions } from '@tanstack/react-query';
import { answer, api, taggedAnswer } from '../api/client';
import type { DeviceSearch } from './device-search';

export const PAGE_SIZE = 50;

type DeviceFilter = Omit<DeviceSearch, 'device' | 'tab'>;

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
export const overviewQuery = queryOptions({
  queryKey: ['summary', 'overview'],
  queryFn: () => answer(api.GET('/api/v1/overview')),
});

/** Counts of deployments by phase and by cause. */
export const summaryQuery = queryOptions({
  queryKey: ['summary'],
  queryFn: () => answer(api.GET('/api/v1/deployments/summary')),
});
