import { select, t } from '@lingui/core/macro';
import { queryOptions, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { Exclusion } from '../api/types';
import type { Terms } from '../plans/change-request';
import { useChange } from '../plans/use-change';

interface ExclusionFilter {
  packageId?: string;
  deviceId?: string;
  live?: boolean;
  q?: string;
  cursor?: string;
}

/** What is left out or frozen, the newest first. */
export const exclusionsQuery = (filter: ExclusionFilter) =>
  queryOptions({
    queryKey: ['exclusions', filter],
    queryFn: () => answer(api.GET('/api/v1/exclusions', { params: { query: { limit: 50, ...filter } } })),
  });

/** What the form of an exclusion or pin holds. */
export interface ExclusionDraft {
  kind: Exclusion['kind'];
  target: { siteId?: string; deviceId?: string };
  reason: string;
  expiresAt: string | null;
}

/** Setting apart moves devices, their status and whether they can be opened. */
export function refetchSetApart(client: QueryClient): Promise<unknown> {
  return Promise.all(
    ['exclusions', 'device', 'devices', 'summary'].map((key) => client.invalidateQueries({ queryKey: [key] })),
  );
}

/** The request that leaves a target out, or freezes it as it is. */
export const setApart = (body: ExclusionDraft) => (terms: Terms) =>
  api.POST('/api/v1/exclusions', { params: terms, body });

export function useSetApart() {
  const client = useQueryClient();
  return useChange({
    request: setApart,
    words: ({ kind }: ExclusionDraft) =>
      kind === 'pin'
        ? { title: t`Pin as it is`, confirm: t`Pin` }
        : { title: t`Exclude from remote access`, confirm: t`Exclude`, danger: true },
    preview: ({ kind }) => (kind === 'pin' ? 'when-large' : 'always'),
    done: ({ kind, target }) => t`${target.name} is ${select(kind === 'pin' ? 'yes' : 'no', { yes: 'pinned', other: 'excluded' })}.`,
    settled: () => refetchSetApart(client),
    showsOwnProblems: true,
  });
}

/** Another reason or expiry, over the version that was shown. */
export function useChangeExclusion({ id, version, target }: Exclusion) {
  const client = useQueryClient();
  return useChange({
    request:
      (body: Pick<ExclusionDraft, 'reason' | 'expiresAt'>) =>
      ({ query, header }) =>
        api.PATCH('/api/v1/exclusions/{id}', {
          params: { path: { id }, query, header: { 'if-match': `"${version}"`, ...header } },
          body,
        }),
    words: () => ({ title: t`Change the reason and end of ${target.name}`, confirm: t`Save` }),
    preview: 'if-refused',
    done: () => t`Saved.`,
    settled: () => refetchSetApart(client),
    showsOwnProblems: true,
  });
}

type EndedExclusion = Pick<Exclusion, 'id' | 'kind'> & { name: string };

/** Policies reach the target again. */
export function useEndExclusion() {
  const client = useQueryClient();
  return useChange({
    request:
      ({ id }: EndedExclusion) =>
      (terms) =>
        api.DELETE('/api/v1/exclusions/{id}', { params: { path: { id }, ...terms } }),
    words: ({ kind, name }) => ({
      title: kind === 'pin' ? t`Unpin ${name}` : t`Stop excluding ${name}`,
      confirm: kind === 'pin' ? t`Unpin` : t`Stop excluding`,
      lead: t`Policies apply again at once, and what they want is carried out on the devices. It stays in the list as history.`,
    }),
    preview: 'always',
    done: () => t`Ended.`,
    settled: () => refetchSetApart(client),
  });
}
