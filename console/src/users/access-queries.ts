import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { Role, User } from '../api/types';

interface Draft {
  readonly role: Role;
  readonly allowRemoteControl: boolean;
  readonly scope: User['scope'];
}

/** What an account would come to if it were saved as it is. */
export const accessPreviewQuery = ({ role, allowRemoteControl, scope }: Draft) =>
  queryOptions({
    queryKey: ['access-preview', role, allowRemoteControl, scope],
    queryFn: () => answer(api.POST('/api/v1/users/access-preview', { body: { role, allowRemoteControl, scope } })),
    placeholderData: keepPreviousData,
  });

/** Why a user can or cannot open a device now. */
export const explainedAccessQuery = (userId: string, deviceId: string) =>
  queryOptions({
    queryKey: ['explained-access', userId, deviceId],
    queryFn: () => answer(api.GET('/api/v1/users/{id}/access', { params: { path: { id: userId }, query: { deviceId } } })),
    staleTime: 0,
  });
