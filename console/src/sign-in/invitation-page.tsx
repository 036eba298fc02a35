import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Button, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconAlertCircle } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { answer, api } from '../api/client';
import { asProblem } from '../api/problem';
import { queryClient } from '../api/query-client';
import { FrontPage } from './front-page';

const SHORTEST = 10;

/** Where an invitation leads: one chooses a password and is signed in, or goes on with the second factor. */
export function InvitationPage() {
  const navigate = useNavigate();
  const token = window.location.hash.slice(1);
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { password: '', again: '' },
    validate: {
      password: (value) => (value.length >= SHORTEST ? null : t`At least ${SHORTEST} characters.`),
      again: (value, { password }) => (value === password ? null : t`This is not the same.`),
    },
  });
  const accept = useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: (password: string) => answer(api.POST('/api/v1/auth/invitation', { body: { token, password } })),
    onSuccess: async ({ state }) => {
      queryClient.clear();
      await navigate({ to: state === 'complete' ? '/' : '/sign-in' });
    },
  });
  return (
    <FrontPage title={t`Choose your password`} lead={t`You have been invited to the console of this Latchkey installation.`}>
      <form onSubmit={form.onSubmit(({ password }) => accept.mutate(password))}>
        <Stack>
          {accept.isError && (
            <Alert color="red" icon={<IconAlertCircle size={18} />} title={t`The invitation is not good any more`}>
              {asProblem(accept.error).detail}
            </Alert>
          )}
          <PasswordInput
            label={t`Password`}
            description={t`At least ${SHORTEST} characters; a sentence is good.`}
            autoComplete="new-password"
            required
            autoFocus
            key={form.key('password')}
            {...form.getInputProps('password')}
          />
          <PasswordInput label={t`Once more`} autoComplete="new-password" required key={form.key('again')} {...form.getInputProps('again')} />
          <Button type="submit" size="md" loading={accept.isPending}>
            <Trans>Go on</Trans>
          </Button>
        </Stack>
      </form>
    </FrontPage>
  );
}
