import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import type { BulkJob, BulkOrder } from '../../api/types';
import type { Terms } from '../../plans/change-request';
import type { DeviceFilter } from '../device-queries';
import type { Selection } from '../selection';

/** The selection as the server takes it. */
export function selectionBody(selection: Selection, { sort: _sort, limit: _limit, ...filter }: DeviceFilter): BulkOrder['selection'] {
  return selection.kind === 'some' ? { deviceIds: [...selection.ids] } : { filter, except: [...selection.except] };
}

/** The request that begins an act. */
export const startJob =
  (order: BulkOrder) =>
  ({ query, header }: Terms) =>
    api.POST('/api/v1/bulk-jobs', { params: { query, header }, body: order });

export const undoJob =
  (id: string) =>
  ({ query, header }: Terms) =>
    api.POST('/api/v1/bulk-jobs/{id}/undo', { params: { path: { id }, query, header } });

export const previewQuery = (order: BulkOrder | null) =>
  queryOptions({
    queryKey: ['bulk-preview', order],
    queryFn: ({ signal }) => answer(api.POST('/api/v1/bulk-jobs/preview', { body: order!, signal })),
    enabled: order !== null,
    staleTime: 0,
    gcTime: 0,
  });

const LOOK_EVERY_MS = 700;

/** A job, looked at again and again for as long as it runs. */
export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: ['bulk-jobs', id],
    queryFn: () => answer(api.GET('/api/v1/bulk-jobs/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? LOOK_EVERY_MS : false),
  });

/** The devices of a job that were refused, or that stayed as they were. */
export const jobDevicesQuery = (job: Pick<BulkJob, 'id' | 'state'>, state: 'refused' | 'unchanged') =>
  queryOptions({
    queryKey: ['bulk-jobs', job.id, 'devices', state, job.state],
    queryFn: () => answer(api.GET('/api/v1/bulk-jobs/{id}/devices', { params: { path: { id: job.id }, query: { state, limit: 100 } } })),
  });
