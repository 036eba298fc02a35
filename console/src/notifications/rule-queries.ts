import { t } from '@lingui/core/macro';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { showDone } from '../api/show-problem';
import type { NotificationEvent, NotificationRule } from '../api/types';

export const rulesQuery = queryOptions({
  queryKey: ['notification-rules'],
  queryFn: () => answer(api.GET('/api/v1/notification-rules', { params: { query: { limit: 500, sort: 'name' } } })),
});

/** What the form of a rule holds. */
export interface RuleDraft {
  name: string;
  event: NotificationEvent;
  parameters: { afterHours?: number; afterMinutes?: number };
  scope: { all: boolean; clientIds: string[]; siteIds: string[] };
  channels: { emails: string[]; webhookIds: string[]; console: boolean };
  enabled: boolean;
}

/** Adds a rule, or changes the given one; its event stays what it is. */
export function useSaveRule(rule: NotificationRule | undefined) {
  const client = useQueryClient();
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: ({ event, ...draft }: RuleDraft) =>
      rule
        ? answer(
            api.PATCH('/api/v1/notification-rules/{id}', {
              params: { path: { id: rule.id }, header: { 'if-match': `"${rule.version}"` } },
              body: draft,
            }),
          )
        : answer(api.POST('/api/v1/notification-rules', { body: { event, ...draft } })),
    onSuccess: ({ name }) => showDone(rule ? t`Saved.` : t`${name} added.`),
    onSettled: () => client.invalidateQueries({ queryKey: ['notification-rules'] }),
  });
}

export function useDeleteRule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: Pick<NotificationRule, 'id'>) =>
      answer(api.DELETE('/api/v1/notification-rules/{id}', { params: { path: { id } } })),
    onSuccess: () => showDone(t`Rule deleted.`),
    onSettled: () => client.invalidateQueries({ queryKey: ['notification-rules'] }),
  });
}
