import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconAlertCircle } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Navigate, useNavigate, useSearch } from '@tanstack/react-router';
import { answer, api } from '../api/client';
import { asProblem } from '../api/problem';
import { queryClient } from '../api/query-client';
import { FrontPage } from './front-page';
import { isSetUpOpen } from './set-up-state';

/** Only a path of this console: never another origin, however it is spelt. */
function safePath(next: string | undefined): string {
  if (!next?.startsWith('/')) return '/';
  const url = new URL(next, window.location.origin);
  return url.origin === window.location.origin ? url.pathname + url.search + url.hash : '/';
}

/** E-mail and password. */
export function SignInPage() {
  const { next } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const form = useForm({ mode: 'uncontrolled', initialValues: { email: '', password: '', otp: '' } });
  const setUp = useQuery({ queryKey: ['set-up-open'], queryFn: isSetUpOpen, retry: false, staleTime: Infinity });
  const signIn = useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: ({ email, password, otp }: { email: string; password: string; otp: string }) =>
      answer(api.POST('/api/v1/auth/login', { body: { email, password, ...(otp ? { otp } : {}) } })),
    onSuccess: async ({ state }) => {
      if (state !== 'complete') return;
      queryClient.clear();
      await navigate({ href: safePath(next) });
    },
  });
  if (setUp.data) return <Navigate to="/set-up" />;
  const needsFactor = signIn.data !== undefined && signIn.data.state !== 'complete';
  return (
    <FrontPage title="Sign in" lead="To the console of this Latchkey installation.">
      <form onSubmit={form.onSubmit((values) => signIn.mutate(values))}>
        <Stack>
          {signIn.isError && (
            <Alert color="red" icon={<IconAlertCircle size={18} />} title={asProblem(signIn.error).title}>
              {asProblem(signIn.error).detail}
            </Alert>
          )}
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="username"
            required
            autoFocus
            key={form.key('email')}
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            required
            key={form.key('password')}
            {...form.getInputProps('password')}
          />
          {needsFactor && (
            <TextInput
              label="One-time code"
              inputMode="numeric"
              autoComplete="one-time-code"
              key={form.key('otp')}
              {...form.getInputProps('otp')}
            />
          )}
          <Button type="submit" loading={signIn.isPending} size="md">
            Sign in
          </Button>
        </Stack>
      </form>
    </FrontPage>
  );
}
