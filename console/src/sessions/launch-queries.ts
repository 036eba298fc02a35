import { t } from '@lingui/core/macro';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { showDone } from '../api/show-problem';
import type { Launch } from '../api/types';

interface LaunchFilter {
  deviceId?: string;
  clientId?: string;
  siteId?: string;
  operatorId?: string;
  mode?: Launch['mode'];
  from?: string;
  q?: string;
  live?: boolean;
  limit?: number;
  cursor?: string;
}

/** Launches, newest first. */
export const launchesQuery = (filter: LaunchFilter) =>
  queryOptions({
    queryKey: ['launches', filter],
    queryFn: () => answer(api.GET('/api/v1/launches', { params: { query: filter } })),
  });

const LIVE_STATES: readonly string[] = ['requested', 'redeemed', 'minted', 'active'];

/** Whether somebody may be connected through this launch at this moment. */
export const isLive = ({ state }: Pick<Launch, 'state'>): boolean => LIVE_STATES.includes(state);

/** Cuts a launch off at once. */
export function useRevokeLaunch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answer(api.POST('/api/v1/launches/{id}/revoke', { params: { path: { id } } })),
    onSuccess: () => showDone(t`The session is ended.`),
    onSettled: () => client.invalidateQueries({ queryKey: ['launches'] }),
  });
}
