import { t } from '@lingui/core/macro';
import { queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { showDone } from '../api/show-problem';
import type { NewSupportCode, SupportSessionDetail, SupportSessionDraft } from '../api/types';

interface SessionFilter {
  which: 'live' | 'ended';
  clientId?: string;
  siteId?: string;
  cursor?: string;
}

const PAGE = 50;

/** The queue and what goes on, or what is over; kept fresh by events. */
export const supportSessionsQuery = (filter: SessionFilter) =>
  queryOptions({
    queryKey: ['support-sessions', 'list', filter],
    queryFn: () => answer(api.GET('/api/v1/support-sessions', { params: { query: { ...filter, limit: PAGE } } })),
  });

/** Where else than here a session can be held. */
export const supportPlacesQuery = queryOptions({
  queryKey: ['support-sessions', 'places'],
  queryFn: () => answer(api.GET('/api/v1/support-sessions/places')),
  staleTime: 60_000,
});

const one = (id: string) => ['support-sessions', 'one', id];

export const supportSessionQuery = (id: string) =>
  queryOptions({ queryKey: one(id), queryFn: () => answer(api.GET('/api/v1/support-sessions/{id}', { params: { path: { id } } })) });

/** What was shown once: code, and link where the session is new. It is kept in this tab alone, for as long as it is open. */
export interface ShownOnce extends NewSupportCode {
  link?: string;
}
const shownOnce = (id: string) => ['support-secrets', id];
export const shownOnceQuery = (id: string) => queryOptions<ShownOnce | null>({ queryKey: shownOnce(id), queryFn: () => null, staleTime: Infinity, gcTime: Infinity });

function keepShown(client: QueryClient, id: string, shown: ShownOnce): void {
  client.setQueryData<ShownOnce | null>(shownOnce(id), (known) => ({ ...(known?.link && { link: known.link }), ...shown }));
}

export function useCreateSession() {
  const client = useQueryClient();
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: (body: SupportSessionDraft) => answer(api.POST('/api/v1/support-sessions', { body })),
    onSuccess: ({ id, code, link }) => {
      keepShown(client, id, { ...code, link });
      return client.invalidateQueries({ queryKey: ['support-sessions'] });
    },
  });
}

export function useNewCode(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.POST('/api/v1/support-sessions/{id}/codes', { params: { path: { id } } })),
    onSuccess: (code) => keepShown(client, id, code),
    onSettled: () => client.invalidateQueries({ queryKey: ['support-sessions'] }),
  });
}

/** An act whose answer is the session as it is then. */
function useAct<V>(id: string, act: (variables: V) => Promise<SupportSessionDetail>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: (session) => client.setQueryData(one(id), session),
    onSettled: () => client.invalidateQueries({ queryKey: ['support-sessions'] }),
  });
}

const at = (id: string) => ({ params: { path: { id } } });
const atGuest = (id: string, guestId: string) => ({ params: { path: { id, guestId } } });

export const useTake = (id: string) => useAct<void>(id, () => answer(api.POST('/api/v1/support-sessions/{id}/take', at(id))));
export const useSay = (id: string) => useAct(id, (text: string) => answer(api.POST('/api/v1/support-sessions/{id}/messages', { ...at(id), body: { text } })));
export const useNote = (id: string) => useAct(id, (text: string) => answer(api.POST('/api/v1/support-sessions/{id}/notes', { ...at(id), body: { text } })));
export const useInviteGuest = (id: string) => useAct(id, (email: string) => answer(api.POST('/api/v1/support-sessions/{id}/invite', { ...at(id), body: { email } })));
export const useAdmit = (id: string) => useAct(id, (guestId: string) => answer(api.POST('/api/v1/support-sessions/{id}/guests/{guestId}/admit', { ...atGuest(id, guestId), body: {} })));
export const useEndGuest = (id: string) => useAct(id, (guestId: string) => answer(api.POST('/api/v1/support-sessions/{id}/guests/{guestId}/end', atGuest(id, guestId))));
export const useOfferEnrolment = (id: string) =>
  useAct(id, ({ guestId, siteId }: { guestId: string; siteId: string }) =>
    answer(api.POST('/api/v1/support-sessions/{id}/guests/{guestId}/offer-enrolment', { ...atGuest(id, guestId), body: { siteId } })),
  );

export function useEndSession(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.DELETE('/api/v1/support-sessions/{id}', at(id))),
    onSuccess: () => showDone(t`The session has ended.`),
    onSettled: () => client.invalidateQueries({ queryKey: ['support-sessions'] }),
  });
}

export function useTransfer(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (userId: string) => answer(api.POST('/api/v1/support-sessions/{id}/transfer', { ...at(id), body: { userId } })),
    onSuccess: () => showDone(t`Handed over.`),
    onSettled: () => client.invalidateQueries({ queryKey: ['support-sessions'] }),
  });
}

export const killSwitchQuery = queryOptions({
  queryKey: ['support-sessions', 'kill-switch'],
  queryFn: () => answer(api.GET('/api/v1/support-sessions/kill-switch')),
});

export function useKillSwitch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { stopped: boolean; reason?: string }) => answer(api.PUT('/api/v1/support-sessions/kill-switch', { body })),
    onSettled: () => client.invalidateQueries({ queryKey: ['support-sessions'] }),
  });
}
