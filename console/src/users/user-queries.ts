import { t } from '@lingui/core/macro';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { showDone } from '../api/show-problem';
import type { Role, User } from '../api/types';

/** Everybody who may sign in. */
export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: () => answer(api.GET('/api/v1/users', { params: { query: { limit: 500, sort: 'name' } } })),
});

/** What the form of a user holds; an empty password stays as it is. */
export interface UserDraft {
  name: string;
  email: string;
  role: Role;
  allowRemoteControl: boolean;
  scope: { all: boolean; clientIds: string[]; siteIds: string[] };
  disabled: boolean;
  password: string;
}

/** Adds a user, or changes the given one. */
export function useSaveUser(user: User | undefined) {
  const client = useQueryClient();
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: ({ password, ...draft }: UserDraft) => {
      const body = password ? { ...draft, password } : draft;
      return user
        ? answer(
            api.PATCH('/api/v1/users/{id}', {
              params: { path: { id: user.id }, header: { 'if-match': `"${user.version}"` } },
              body,
            }),
          )
        : answer(api.POST('/api/v1/users', { body }));
    },
    onSuccess: ({ name }) => showDone(user ? t`Saved.` : t`${name} added.`),
    // Whoever changes himself sees other devices, or opens those he could not.
    onSettled: () =>
      Promise.all(['users', 'me', 'devices', 'device'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}

export function useDeleteUser() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: Pick<User, 'id'>) => answer(api.DELETE('/api/v1/users/{id}', { params: { path: { id } } })),
    onSuccess: () => showDone(t`User deleted.`),
    onSettled: () => client.invalidateQueries({ queryKey: ['users'] }),
  });
}

/** Does something to an account that changes how its owner signs in. */
function useAccountAct<T>(act: (id: string) => Promise<T>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: act, onSettled: () => client.invalidateQueries({ queryKey: ['users'] }) });
}

export const useInvite = () => useAccountAct((id) => answer(api.POST('/api/v1/users/{id}/invitation', { params: { path: { id } } })));

/** What has become of the invitation that somebody was sent by e-mail; looked at again while it is on its way. */
export const invitationMailQuery = (id: string) =>
  queryOptions({
    queryKey: ['users', id, 'invitation-mail'],
    queryFn: () => answer(api.GET('/api/v1/users/{id}/invitation-mail', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data?.state === 'waiting' ? 2_000 : false),
  });

export const useSendInvitation = () => useAccountAct((id) => answer(api.POST('/api/v1/users/{id}/invitation-mail', { params: { path: { id } } })));

export const useResetFactors = () => useAccountAct((id) => answer(api.DELETE('/api/v1/users/{id}/factors', { params: { path: { id } } })));

export const useEndSessions = () => useAccountAct((id) => answer(api.DELETE('/api/v1/users/{id}/sessions', { params: { path: { id } } })));
