import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Checkbox, Drawer, PasswordInput, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconHelpCircle } from '@tabler/icons-react';
import { sending } from '../api/show-problem';
import type { Role, User } from '../api/types';
import { useMe } from '../app/me';
import { ROLE_NAMES } from '../app/rights';
import { confirm } from '../components/confirm';
import { FormFoot } from '../components/form-foot';
import { AccessPreview } from './access-preview';
import { AccessActs } from './access-acts';
import { openExplainAccess } from './explain-access';
import { ScopeFields } from './scope-fields';
import { reachesEverything } from './scope-words';
import { useDeleteUser, useSaveUser, type UserDraft } from './user-queries';

interface EditUserProps {
  user: User | 'new' | null;
  onClose: () => void;
}

/** Settings > Users > Edit User. */
export function EditUser({ user, onClose }: EditUserProps) {
  const edited = user === 'new' || user === null ? undefined : user;
  return (
    <Drawer
      opened={user !== null}
      onClose={onClose}
      position="right"
      size={480}
      title={edited ? t`Edit User · ${edited.name}` : t`Add User`}
    >
      {user && <Fields key={edited?.id ?? 'new'} user={edited} onClose={onClose} />}
    </Drawer>
  );
}

const FRESH: UserDraft = {
  name: '',
  email: '',
  role: 'technician',
  allowRemoteControl: false,
  scope: { all: false, clientIds: [], siteIds: [] },
  disabled: false,
  password: '',
};

function draftOf({ name, email, role, allowRemoteControl, scope, disabled }: User): UserDraft {
  return { name, email, role, allowRemoteControl, scope, disabled, password: '' };
}

function Fields({ user, onClose }: { user: User | undefined; onClose: () => void }) {
  const me = useMe();
  const save = useSaveUser(user);
  const form = useForm<UserDraft>({ initialValues: user ? draftOf(user) : FRESH });
  const roles = offeredRoles(user?.role, me.role);
  const submit = sending(form, async (draft) => {
    await save.mutateAsync({ ...draft, name: draft.name.trim(), email: draft.email.trim() });
    onClose();
  });
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput label={t`Name`} required maxLength={120} data-autofocus {...form.getInputProps('name')} />
        <TextInput label={t`E-mail`} type="email" required {...form.getInputProps('email')} />
        <Select label={t`Role`} data={roles} allowDeselect={false} {...form.getInputProps('role')} />
        <Checkbox
          label={t`Allow Remote Control Access`}
          description={t`Without it no role may Log In to a device. Off by default; every change is in the audit log.`}
          {...form.getInputProps('allowRemoteControl', { type: 'checkbox' })}
        />
        {reachesEverything(form.values.role) ? (
          <Text size="sm" c="dimmed">
            <Trans>A {ROLE_NAMES[form.values.role]} reaches every client and site.</Trans>
          </Text>
        ) : (
          <ScopeFields
            scope={form.values.scope}
            onChange={(scope) => form.setFieldValue('scope', scope)}
            error={form.errors['scope']}
          />
        )}
        <AccessPreview draft={form.values} />
        {user && (
          <Button variant="default" size="compact-sm" leftSection={<IconHelpCircle size={16} aria-hidden />} onClick={() => openExplainAccess(user)} style={{ alignSelf: 'flex-start' }}>
            <Trans>Explain access to a computer</Trans>
          </Button>
        )}
        {user && user.id !== me.id && <AccessActs user={user} />}
        <PasswordInput
          label={user?.hasPassword ? t`New password` : t`Password`}
          description={
            user?.hasPassword
              ? t`Empty: the password stays. A new one signs the user out everywhere.`
              : t`Empty: invite the user afterwards by a link, which is the better way.`
          }
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
        {user && user.id !== me.id && (
          <Switch
            label={t`Disabled`}
            description={t`Cannot sign in; open sessions end at once.`}
            {...form.getInputProps('disabled', { type: 'checkbox' })}
          />
        )}
        <FormFoot
          saving={form.submitting}
          onCancel={onClose}
          aside={user && user.id !== me.id && <DeleteButton user={user} onDeleted={onClose} />}
        />
      </Stack>
    </form>
  );
}

/** There is one Primary Super Admin; only that person can hand the ownership over. */
function offeredRoles(present: Role | undefined, mine: Role): { value: Role; label: string }[] {
  const offered = Object.entries(ROLE_NAMES) as [Role, string][];
  return offered
    .filter(
      ([role]) => role !== 'primary-super-admin' || present === 'primary-super-admin' || mine === 'primary-super-admin',
    )
    .map(([value, label]) => ({ value, label }));
}

function DeleteButton({ user, onDeleted }: { user: User; onDeleted: () => void }) {
  const remove = useDeleteUser();
  const ask = () =>
    confirm({
      title: t`Delete ${user.name}?`,
      confirm: t`Delete the user`,
      children: t`The account ends at once. What the user did stays in the audit log.`,
      onConfirm: () => remove.mutate(user, { onSuccess: onDeleted }),
    });
  return (
    <Button variant="subtle" color="red" onClick={ask} loading={remove.isPending}>
      <Trans>Delete</Trans>
    </Button>
  );
}
