import { t } from '@lingui/core/macro';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { showDone } from '../../api/show-problem';
import type { IdentityDoubt } from '../../api/types';

interface DoubtFilter {
  deviceId?: string;
  q?: string;
  limit?: number;
  cursor?: string;
}

/** Devices of which somebody has to say who they are. */
export const doubtsQuery = (filter: DoubtFilter) =>
  queryOptions({
    queryKey: ['identity-doubts', filter],
    queryFn: () => answer(api.GET('/api/v1/identity-doubts', { params: { query: filter } })),
  });

/** What somebody may decide about a doubtful device. */
export type Decision = 'accept' | 'reject' | 'release' | 'revoke';

const DONE: Record<Decision, string> = {
  accept: t`The new installation is this device now.`,
  reject: t`The new installation is turned away.`,
  release: t`The device may connect.`,
  revoke: t`The identity is revoked.`,
};

/** Carries a decision out; refused when somebody else has decided meanwhile. */
export function useDecide({ id }: Pick<IdentityDoubt, 'id'>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (decision: Decision) => answer(send(decision, id)),
    onSuccess: (_answer, decision) => showDone(DONE[decision]),
    onSettled: () =>
      Promise.all(
        [['identity-doubts'], ['device', id], ['devices']].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
  });
}

function send(decision: Decision, id: string) {
  const params = { path: { id } };
  if (decision === 'release') return api.POST('/api/v1/devices/{id}/release', { params });
  if (decision === 'revoke') return api.POST('/api/v1/devices/{id}/revoke', { params });
  return api.POST('/api/v1/devices/{id}/re-image-claim', { params, body: { accept: decision === 'accept' } });
}
