import { t } from '@lingui/core/macro';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { showDone } from '../../api/show-problem';
import type { Orphan } from '../../api/types';

const MOST = 50;

/** Remote agents on devices that Latchkey did not put there. */
export const unknownAgentsQuery = () =>
  queryOptions({
    queryKey: ['unknown-remote-agents'],
    queryFn: () => answer(api.GET('/api/v1/unknown-remote-agents', { params: { query: { limit: MOST } } })),
  });

/** Records at providers that belong to no device. */
export const orphansQuery = () =>
  queryOptions({
    queryKey: ['orphans'],
    queryFn: () => answer(api.GET('/api/v1/orphans', { params: { query: { limit: MOST } } })),
  });

/** Says that an unknown remote agent may stay, or has its device remove it, and why. */
export function useSettleUnknownAgent() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, reason, verdict }: { id: string; reason: string; verdict: 'approve' | 'remove' }) => {
      const sent = { params: { path: { id } }, body: { reason } };
      return verdict === 'approve'
        ? answer(api.POST('/api/v1/unknown-remote-agents/{id}/approve', sent))
        : answer(api.POST('/api/v1/unknown-remote-agents/{id}/remove', sent));
    },
    onSuccess: (_answer, { verdict }) =>
      showDone(verdict === 'approve' ? t`The remote agent is approved.` : t`The device is told to remove it.`),
    onSettled: () => {
      const look = () => client.invalidateQueries({ queryKey: ['unknown-remote-agents'] });
      setTimeout(() => void look(), 3_000);
      return look();
    },
  });
}

/** Gives a record to a device, or removes it; core does it at the provider, so the list changes a moment later. */
export function useSettleOrphan() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ orphan, deviceId }: { orphan: Orphan; deviceId?: string }) => {
      const { providerInstanceId, remoteId } = orphan;
      return deviceId === undefined
        ? answer(api.POST('/api/v1/orphans/remove', { body: { providerInstanceId, remoteId } }))
        : answer(api.POST('/api/v1/orphans/adopt', { body: { providerInstanceId, remoteId, deviceId } }));
    },
    onSuccess: (_answer, { deviceId }) =>
      showDone(deviceId === undefined ? t`The record is being removed.` : t`The record belongs to the device now.`),
    onSettled: () => {
      const look = () => client.invalidateQueries({ queryKey: ['orphans'] });
      setTimeout(() => void look(), 1_500);
      return look();
    },
  });
}
