import { t } from '@lingui/core/macro';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api, taggedAnswer } from '../api/client';
import { isMissing } from '../api/problem';
import { showDone } from '../api/show-problem';
import type { GroupMapping, SecuritySettings } from '../api/types';

export const securityQuery = queryOptions({
  queryKey: ['security-settings'],
  queryFn: () => taggedAnswer(api.GET('/api/v1/security-settings')),
});

const orNone = <T>(call: Promise<T>): Promise<T | null> =>
  call.catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });

/** Null where there is none. */
export const identityProviderQuery = queryOptions({
  queryKey: ['identity-provider'],
  queryFn: () => orNone(taggedAnswer(api.GET('/api/v1/identity-provider'))),
});

export const breakGlassQuery = queryOptions({
  queryKey: ['break-glass'],
  queryFn: () => orNone(answer(api.GET('/api/v1/break-glass'))),
});

/** What the form of the identity provider holds; an empty secret stays as it is. */
export interface ProviderDraft {
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  groupsClaim: string;
  enabled: boolean;
  mappings: GroupMapping[];
}

export function useSaveAdminFactor() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ adminFactor, etag }: { adminFactor: SecuritySettings['adminFactor']; etag: string }) =>
      answer(api.PUT('/api/v1/security-settings', { params: { header: { 'if-match': etag } }, body: { adminFactor } })),
    onSuccess: () => showDone(t`Saved.`),
    onSettled: () => client.invalidateQueries({ queryKey: ['security-settings'] }),
  });
}

export function useSaveProvider(etag: string | undefined) {
  const client = useQueryClient();
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: ({ clientSecret, ...draft }: ProviderDraft) =>
      answer(
        api.PUT('/api/v1/identity-provider', {
          params: { header: { 'if-match': etag ?? '*' } },
          body: { ...draft, ...(clientSecret ? { clientSecret } : {}) },
        }),
      ),
    onSuccess: () => showDone(t`Saved. The provider answers.`),
    onSettled: () => client.invalidateQueries({ queryKey: ['identity-provider'] }),
  });
}

export function useRemoveProvider(etag: string | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.DELETE('/api/v1/identity-provider', { params: { header: { 'if-match': etag ?? '*' } } })),
    onSuccess: () => showDone(t`Single sign-on is off.`),
    onSettled: () => client.invalidateQueries({ queryKey: ['identity-provider'] }),
  });
}

export function useSealBreakGlass() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.POST('/api/v1/break-glass')),
    onSettled: () => Promise.all(['break-glass', 'me', 'users'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}

export function useRemoveBreakGlass() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.DELETE('/api/v1/break-glass')),
    onSuccess: () => showDone(t`The break-glass account is off.`),
    onSettled: () => Promise.all(['break-glass', 'me', 'users'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}
