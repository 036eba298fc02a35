import { t } from '@lingui/core/macro';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { showDone } from '../api/show-problem';
import type { Approval } from '../api/types';

/** Nothing announces an approval yet, so they are asked for again at this pace. */
const ASK_AGAIN_MS = 30_000;

/** What waits for a second person, or what was decided, newest first. */
export const approvalsQuery = ({
  state,
  cursor,
}: {
  state?: Approval['state'] | undefined;
  cursor?: string | undefined;
}) =>
  queryOptions({
    queryKey: ['approvals', state ?? 'all', cursor ?? ''],
    queryFn: () => answer(api.GET('/api/v1/approvals', { params: { query: { limit: 50, state, cursor } } })),
    refetchInterval: ASK_AGAIN_MS,
  });

export const approvalQuery = (id: string) =>
  queryOptions({
    queryKey: ['approvals', 'one', id],
    queryFn: () => answer(api.GET('/api/v1/approvals/{id}', { params: { path: { id } } })),
    refetchInterval: ASK_AGAIN_MS,
  });

interface Decision {
  decision: 'approve' | 'reject';
  note: string;
}

/** Approving carries the request out, under the rights of whoever asked for it. */
export function useDecide({ id }: Pick<Approval, 'id'>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Decision) => answer(api.POST('/api/v1/approvals/{id}', { params: { path: { id } }, body })),
    onSuccess: (_decided, { decision }) =>
      showDone(decision === 'approve' ? t`Approved; it is being carried out.` : t`Rejected. Nothing is changed.`),
    // What was approved may have changed anything.
    onSettled: () => client.invalidateQueries(),
  });
}
