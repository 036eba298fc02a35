import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Navigate, useNavigate } from '@tanstack/react-router';
import { answer, api } from '../api/client';
import { asProblem, isNotSignedIn } from '../api/problem';
import { queryClient } from '../api/query-client';
import { showProblemInForm } from '../api/show-problem';
import { FrontPage } from './front-page';
import { isSetUpOpen } from './set-up-state';

const PASSWORD_LENGTH = 10;

/** Makes the first operator, the Primary Super Admin, of an installation that nobody has claimed yet. */
export function SetUpPage() {
  const navigate = useNavigate();
  const open = useQuery({ queryKey: ['set-up-open'], queryFn: isSetUpOpen, retry: false, staleTime: Infinity });
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { claimCode: '', email: '', name: '', password: '' },
    validate: {
      claimCode: (code) => (code.trim() ? null : t`The server prints it when it starts.`),
      password: (password) => (password.length >= PASSWORD_LENGTH ? null : t`At least ${PASSWORD_LENGTH} characters.`),
    },
  });
  const claim = useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: (body: ReturnType<typeof form.getValues>) =>
      answer(api.POST('/api/v1/setup', { body: { ...body, claimCode: body.claimCode.trim() } })),
    onError: (error) => {
      if (isNotSignedIn(error)) form.setErrors({ claimCode: asProblem(error).detail });
      else showProblemInForm(error, form);
    },
    onSuccess: async () => {
      queryClient.clear();
      await navigate({ to: '/first-run' });
    },
  });
  if (open.data === false) return <Navigate to="/sign-in" />;
  return (
    <FrontPage title={t`Set up Latchkey`} lead={t`You become the Primary Super Admin of this installation.`}>
      <form onSubmit={form.onSubmit((values) => claim.mutate(values))}>
        <Stack>
          <TextInput
            label={t`Claim code`}
            description={t`Shown in the terminal in which the server was started.`}
            autoComplete="off"
            required
            autoFocus
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            key={form.key('claimCode')}
            {...form.getInputProps('claimCode')}
          />
          <TextInput
            label={t`Your name`}
            autoComplete="name"
            required
            key={form.key('name')}
            {...form.getInputProps('name')}
          />
          <TextInput
            label={t`E-mail`}
            type="email"
            autoComplete="username"
            required
            key={form.key('email')}
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label={t`Password`}
            description={t`At least ${PASSWORD_LENGTH} characters; a sentence is good.`}
            autoComplete="new-password"
            required
            key={form.key('password')}
            {...form.getInputProps('password')}
          />
          <Button type="submit" loading={claim.isPending} size="md">
            <Trans>Set up</Trans>
          </Button>
        </Stack>
      </form>
    </FrontPage>
  );
}
