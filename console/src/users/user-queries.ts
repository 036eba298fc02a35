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
    onSuccess: ({ name }) => showDone(user ? 'Saved.' : `${name} added.`),
    // Whoever changes himself sees other devices, or opens those he could not.
    onSettled: () =>
      Promise.all(['users', 'me', 'devices', 'device'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}

export function useDeleteUser() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: Pick<User, 'id'>) => answer(api.DELETE('/api/v1/users/{id}', { params: { path: { id } } })),
    onSuccess: () => showDone('User deleted.'),
    onSettled: () => client.invalidateQueries({ queryKey: ['users'] }),
  });
}
