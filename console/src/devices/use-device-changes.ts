import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { asProblem } from '../api/problem';
import { showDone, showProblem } from '../api/show-problem';
import type { Device } from '../api/types';

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
      if (done > 0) showDone(done === 1 ? 'Retry requested.' : `Retry requested for ${done} computers.`);
      if (refused[0]) showProblem(refused[0]);
    },
    onSettled: (_result, _error, devices) => {
      devices.forEach(({ id }) => void client.invalidateQueries({ queryKey: ['device', id] }));
      void client.invalidateQueries({ queryKey: ['devices'] });
    },
  });
}

/** Renames, tags or moves one device, based on the version that was shown. */
export function useChangeDevice(id: string, etag: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: DeviceChange) =>
      answer(
        api.PATCH('/api/v1/devices/{id}', { params: { path: { id }, header: { 'if-match': etag } }, body: change }),
      ),
    onSuccess: () => showDone('Saved.'),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['device', id] }),
        client.invalidateQueries({ queryKey: ['devices'] }),
      ]),
  });
}

/** Takes a device out of Latchkey; what was installed on it is removed at its next contact. */
export function useDeleteDevice(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.DELETE('/api/v1/devices/{id}', { params: { path: { id } } })),
    onSuccess: async () => {
      showDone('The device is being removed.');
      await Promise.all([
        client.invalidateQueries({ queryKey: ['devices'] }),
        client.invalidateQueries({ queryKey: ['summary'] }),
      ]);
    },
  });
}
