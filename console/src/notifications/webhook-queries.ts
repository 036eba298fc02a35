import { t } from '@lingui/core/macro';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { showDone } from '../api/show-problem';
import type { NotificationEvent, Webhook } from '../api/types';

export const webhooksQuery = queryOptions({
  queryKey: ['webhooks'],
  queryFn: () => answer(api.GET('/api/v1/webhooks', { params: { query: { limit: 500, sort: 'name' } } })),
});

/** What was posted, the latest first. */
export const deliveriesQuery = (id: string) =>
  queryOptions({
    queryKey: ['webhooks', 'deliveries', id],
    queryFn: () => answer(api.GET('/api/v1/webhooks/{id}/deliveries', { params: { path: { id }, query: { limit: 50 } } })),
  });

export interface WebhookDraft {
  name: string;
  url: string;
  enabled: boolean;
  events: NotificationEvent[];
}

function useWebhooksAnew() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['webhooks'] });
}

/** Adds a webhook, whose secret is in the answer and nowhere else. */
export function useAddWebhook() {
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: (body: WebhookDraft) => answer(api.POST('/api/v1/webhooks', { body })),
    onSettled: useWebhooksAnew(),
  });
}

export function useChangeWebhook(webhook: Webhook) {
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: (body: WebhookDraft) =>
      answer(
        api.PATCH('/api/v1/webhooks/{id}', {
          params: { path: { id: webhook.id }, header: { 'if-match': `"${webhook.version}"` } },
          body,
        }),
      ),
    onSuccess: () => showDone(t`Saved.`),
    onSettled: useWebhooksAnew(),
  });
}

export function useRotateSecret() {
  return useMutation({
    mutationFn: ({ id }: Pick<Webhook, 'id'>) =>
      answer(api.POST('/api/v1/webhooks/{id}/rotate-secret', { params: { path: { id } } })),
    onSettled: useWebhooksAnew(),
  });
}

export function useDeleteWebhook() {
  return useMutation({
    mutationFn: ({ id }: Pick<Webhook, 'id'>) => answer(api.DELETE('/api/v1/webhooks/{id}', { params: { path: { id } } })),
    onSuccess: () => showDone(t`Webhook deleted.`),
    onSettled: useWebhooksAnew(),
  });
}

/** Really posts something. */
export function useTestWebhook() {
  return useMutation({
    mutationFn: ({ id }: Pick<Webhook, 'id'>) => answer(api.POST('/api/v1/webhooks/{id}/test', { params: { path: { id } } })),
    onSettled: useWebhooksAnew(),
  });
}
