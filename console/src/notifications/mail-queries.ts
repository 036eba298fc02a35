import { t } from '@lingui/core/macro';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { showDone } from '../api/show-problem';
import type { MailSecurity, MailSettings } from '../api/types';

export const mailSettingsQuery = queryOptions({
  queryKey: ['mail-settings'],
  queryFn: () => answer(api.GET('/api/v1/mail-settings')),
});

/** What the form holds; an empty user signs in nowhere, an empty password stays as it is. */
export interface MailDraft {
  host: string;
  port: number;
  security: MailSecurity;
  user: string;
  password: string;
  fromAddress: string;
  fromName: string;
}

export function useSaveMail({ version }: Pick<MailSettings, 'version'>) {
  const client = useQueryClient();
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: ({ user, password, ...draft }: MailDraft) =>
      answer(
        api.PUT('/api/v1/mail-settings', {
          params: { header: version > 0 ? { 'if-match': `"${version}"` } : {} },
          body: { ...draft, user: user.trim() || null, ...(password ? { password } : {}) },
        }),
      ),
    onSuccess: () => showDone(t`Saved.`),
    onSettled: () => client.invalidateQueries({ queryKey: ['mail-settings'] }),
  });
}

/** Really sends a mail. */
export function useTestMail() {
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: (to: string) => answer(api.POST('/api/v1/mail-settings/test', { body: { to } })),
  });
}
