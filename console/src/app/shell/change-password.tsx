import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { modals } from '@mantine/modals';
import { useMutation } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { asProblem, isNotSignedIn } from '../../api/problem';
import { showDone, showProblemInForm } from '../../api/show-problem';

const SHORTEST = 10;

/** Opens the dialog in which the person at the screen changes the own password. */
export function openChangePassword(): void {
  modals.open({
    modalId: 'password',
    title: t`Change password`,
    children: <ChangePassword onDone={() => modals.close('password')} />,
  });
}

function ChangePassword({ onDone }: { onDone: () => void }) {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { currentPassword: '', newPassword: '' },
    validate: { newPassword: (value) => (value.length >= SHORTEST ? null : t`At least ${SHORTEST} characters.`) },
  });
  const change = useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: (body: { currentPassword: string; newPassword: string }) =>
      answer(api.POST('/api/v1/auth/password', { body })),
    onSuccess: () => {
      showDone(t`Password changed. Your other sessions have ended.`);
      onDone();
    },
    onError: (error) => {
      if (isNotSignedIn(error)) form.setErrors({ currentPassword: asProblem(error).detail });
      else showProblemInForm(error, form);
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
      <Stack>
        <PasswordInput
          label={t`Current password`}
          autoComplete="current-password"
          required
          data-autofocus
          key={form.key('currentPassword')}
          {...form.getInputProps('currentPassword')}
        />
        <PasswordInput
          label={t`New password`}
          autoComplete="new-password"
          required
          key={form.key('newPassword')}
          {...form.getInputProps('newPassword')}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={change.isPending}>
            <Trans>Change password</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
