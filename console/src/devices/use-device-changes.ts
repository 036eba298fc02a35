import { t } from '@lingui/core/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { asProblem } from '../api/problem';
import { showDone, showProblem } from '../api/show-problem';
import type { Device } from '../api/types';
import type { Terms } from '../plans/change-request';
import { useChange } from '../plans/use-change';

interface DeviceChange {
  siteId?: string;
  tags?: string[];
  displayName?: string | null;
}

/** Asks for a new attempt on each device; says how many took it, and shows the first refusal. */
export function useRetryDevices() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (devices: readonly Pick<Device, 'id'>[]) => {
      const results = await Promise.allSettled(
        devices.map(({ id }) => answer(api.POST('/api/v1/devices/{id}/retry', { params: { path: { id } } }))),
      );
      const refused = results.filter((result) => result.status === 'rejected').map(({ reason }) => asProblem(reason));
      return { done: devices.length - refused.length, refused };
    },
    onSuccess: ({ done, refused }) => {
      if (done > 0) showDone(done === 1 ? t`Retry requested.` : t`Retry requested for ${done} computers.`);
      if (refused[0]) showProblem(refused[0]);
    },
    onSettled: (_result, _error, devices) => {
      devices.forEach(({ id }) => void client.invalidateQueries({ queryKey: ['device', id] }));
      void client.invalidateQueries({ queryKey: ['devices'] });
    },
  });
}

/** The request that renames, tags or moves one device, based on the version that was shown. */
export const changeDevice =
  (id: string, etag: string, body: DeviceChange) =>
  ({ query, header }: Terms) =>
    api.PATCH('/api/v1/devices/{id}', {
      params: { path: { id }, query, header: { 'if-match': etag, ...header } },
      body,
    });

export function useChangeDevice({ id, name }: Pick<Device, 'id' | 'name'>, etag: string) {
  const client = useQueryClient();
  return useChange({
    request: (change: DeviceChange) => changeDevice(id, etag, change),
    words: () => ({ title: t`Change the device ${name}`, confirm: t`Save` }),
    preview: 'when-large',
    done: () => t`Saved.`,
    settled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['device', id] }),
        client.invalidateQueries({ queryKey: ['devices'] }),
      ]),
  });
}

/** Takes a device out of Latchkey; what was installed on it is removed at its next contact. */
export function useDeleteDevice({ id, name }: Pick<Device, 'id' | 'name'>) {
  const client = useQueryClient();
  return useChange({
    request: () => (terms) => api.DELETE('/api/v1/devices/{id}', { params: { path: { id }, ...terms } }),
    words: () => ({
      title: t`Delete the device ${name}`,
      confirm: t`Delete the device`,
      danger: true,
      lead: t`Its remote agent is removed at the next contact, its enrolment ends, and it disappears from every list. The audit log keeps its history.`,
    }),
    preview: 'always',
    done: () => t`The device is being removed.`,
    settled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['devices'] }),
        client.invalidateQueries({ queryKey: ['summary'] }),
      ]),
  });
}
