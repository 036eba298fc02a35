import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Button, Divider, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconAlertCircle, IconBuildingBank, IconFingerprint } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Navigate, useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { answer, api } from '../api/client';
import { asProblem } from '../api/problem';
import { queryClient } from '../api/query-client';
import { Rows } from '../components/query-state';
import { FrontPage } from './front-page';
import type { LoginProgress } from './next-steps';
import { refusalWords } from './refusal-words';
import { isSetUpOpen } from './set-up-state';

const NextStep = lazy(() => import('./next-steps').then((module) => ({ default: module.NextStep })));
const TITLES = {
  factorRequired: { title: t`Second factor`, lead: t`Your password is right. Now show that it is you.` },
  enrolmentRequired: { title: t`Protect your account`, lead: t`This installation lets nobody in by a password alone.` },
} as const;

/** Only a path of this console: never another origin, however it is spelt. */
function safePath(next: string | undefined): string {
  if (!next?.startsWith('/')) return '/';
  const url = new URL(next, window.location.origin);
  return url.origin === window.location.origin ? url.pathname + url.search + url.hash : '/';
}

/** Signing in, step by step: by password and second factor, by passkey alone, or by the identity provider. */
export function SignInPage() {
  const { next, refused } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const setUp = useQuery({ queryKey: ['set-up-open'], queryFn: isSetUpOpen, retry: false, staleTime: Infinity });
  const ways = useQuery({ queryKey: ['ways-to-sign-in'], queryFn: () => answer(api.GET('/api/v1/auth/login')), staleTime: 0 });
  const [reached, setReached] = useState<LoginProgress | null>(null);
  const progress = reached ?? ways.data ?? null;
  const goOn = async (to: LoginProgress) => {
    setReached(to);
    if (to.state !== 'complete') return;
    queryClient.clear();
    await navigate({ href: safePath(next) });
  };
  if (setUp.data) return <Navigate to="/set-up" />;
  if (progress && progress.state !== 'complete') {
    return (
      <FrontPage {...TITLES[progress.state]}>
        <Suspense fallback={<Rows count={3} />}>
          <NextStep progress={progress} onProgress={(to) => void goOn(to)} />
        </Suspense>
        <Button variant="subtle" size="compact-sm" mt="md" fullWidth onClick={() => void startAgain()}>
          <Trans>Sign in as somebody else</Trans>
        </Button>
      </FrontPage>
    );
  }
  return (
    <FrontPage title={t`Sign in`} lead={t`To the console of this Latchkey installation.`}>
      <Stack>
        {refused && (
          <Alert color="red" icon={<IconAlertCircle size={18} />} title={t`Not signed in`}>
            {refusalWords(refused)}
          </Alert>
        )}
        <ByPassword onReached={(to) => void goOn(to)} />
        <OtherWays passkeys={ways.data?.passkeys === true} provider={ways.data?.singleSignOn ?? null} onReached={(to) => void goOn(to)} />
      </Stack>
    </FrontPage>
  );
}

async function startAgain(): Promise<void> {
  await answer(api.POST('/api/v1/auth/logout')).catch(() => undefined);
  window.location.assign('/sign-in');
}

interface StepProps {
  onReached: (progress: LoginProgress) => void;
}

function ByPassword({ onReached }: StepProps) {
  const form = useForm({ mode: 'uncontrolled', initialValues: { email: '', password: '' } });
  const signIn = useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: (body: { email: string; password: string }) => answer(api.POST('/api/v1/auth/login', { body })),
    onSuccess: onReached,
  });
  return (
    <form onSubmit={form.onSubmit((values) => signIn.mutate(values))}>
      <Stack>
        {signIn.isError && (
          <Alert color="red" icon={<IconAlertCircle size={18} />} title={asProblem(signIn.error).title}>
            {asProblem(signIn.error).detail}
          </Alert>
        )}
        <TextInput
          label={t`E-mail`}
          type="email"
          autoComplete="username webauthn"
          required
          autoFocus
          key={form.key('email')}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t`Password`}
          autoComplete="current-password"
          required
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={signIn.isPending} size="md">
          <Trans>Sign in</Trans>
        </Button>
      </Stack>
    </form>
  );
}

function OtherWays({ passkeys, provider, onReached }: StepProps & { passkeys: boolean; provider: string | null }) {
  const byPasskey = useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: async () => {
      const { showPasskey } = await import('../factors/passkeys');
      const { options, challengeId } = await answer(api.POST('/api/v1/auth/passkey-options'));
      return answer(api.POST('/api/v1/auth/passkey', { body: { challengeId, passkey: await showPasskey(options) } }));
    },
    onSuccess: onReached,
  });
  const hasPasskeys = passkeys && 'PublicKeyCredential' in window;
  if (!hasPasskeys && provider === null) return null;
  return (
    <Stack>
      <Divider label={t`or`} labelPosition="center" />
      {byPasskey.isError && (
        <Alert color="red" icon={<IconAlertCircle size={18} />} title={asProblem(byPasskey.error).title}>
          {asProblem(byPasskey.error).detail}
        </Alert>
      )}
      {provider !== null && (
        <Button variant="default" component="a" href="/api/v1/auth/oidc/start" leftSection={<IconBuildingBank size={18} />}>
          <Trans>Sign in with {provider}</Trans>
        </Button>
      )}
      {hasPasskeys && (
        <Button variant="default" leftSection={<IconFingerprint size={18} />} loading={byPasskey.isPending} onClick={() => byPasskey.mutate()}>
          <Trans>Sign in with a passkey</Trans>
        </Button>
      )}
    </Stack>
  );
}
