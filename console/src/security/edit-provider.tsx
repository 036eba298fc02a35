import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { ActionIcon, Box, Button, Checkbox, Code, Drawer, Group, Input, PasswordInput, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { Tagged } from '../api/client';
import { sending } from '../api/show-problem';
import type { GroupMapping, IdentityProvider, Role } from '../api/types';
import { ROLE_NAMES } from '../app/rights';
import { confirm } from '../components/confirm';
import { CopyButton } from '../components/copy-button';
import { FormFoot } from '../components/form-foot';
import { ScopeFields } from '../users/scope-fields';
import { reachesEverything } from '../users/scope-words';
import { useRemoveProvider, useSaveProvider, type ProviderDraft } from './security-queries';

interface EditProviderProps {
  tagged: Tagged<IdentityProvider> | null;
  onClose: () => void;
}

const FRESH: ProviderDraft = { name: '', issuer: 'https://', clientId: '', clientSecret: '', groupsClaim: 'groups', enabled: true, mappings: [] };
const NEW_MAPPING: GroupMapping = { group: '', role: 'technician', allowRemoteControl: true, scope: { all: false, clientIds: [], siteIds: [] } };
const ROLES = (Object.entries(ROLE_NAMES) as [Role, string][]).filter(([role]) => role !== 'primary-super-admin').map(([value, label]) => ({ value, label }));

function draftOf({ name, issuer, clientId, groupsClaim, enabled, mappings }: IdentityProvider): ProviderDraft {
  return { name, issuer, clientId, clientSecret: '', groupsClaim, enabled, mappings };
}

/** The identity provider and who gets which role by it. */
export function EditProvider({ tagged, onClose }: EditProviderProps) {
  const provider = tagged?.value;
  const save = useSaveProvider(tagged?.etag);
  const remove = useRemoveProvider(tagged?.etag);
  const form = useForm<ProviderDraft>({ initialValues: provider ? draftOf(provider) : FRESH });
  const redirectUri = `${window.location.origin}/api/v1/auth/oidc/callback`;
  const submit = sending(form, async (draft) => {
    await save.mutateAsync(draft);
    onClose();
  });
  const askRemove = () =>
    confirm({
      title: t`Switch single sign-on off for good?`,
      confirm: t`Remove it`,
      children: t`Everybody who signed in by it is signed out at once.`,
      onConfirm: () => remove.mutate(undefined, { onSuccess: onClose }),
    });
  return (
    <Drawer opened onClose={onClose} position="right" size={560} title={t`Single sign-on`}>
      <form onSubmit={submit}>
        <Stack>
          <Input.Wrapper label={t`Redirect URI`} description={t`Register this at the provider.`}>
            <Group gap="xs" mt={4} wrap="nowrap">
              <Code style={{ overflowWrap: 'anywhere' }}>{redirectUri}</Code>
              <CopyButton value={redirectUri} label={t`Copy the redirect URI`} compact />
            </Group>
          </Input.Wrapper>
          <TextInput label={t`Name`} description={t`What the button says after “Sign in with”.`} required maxLength={60} data-autofocus {...form.getInputProps('name')} />
          <TextInput label={t`Issuer`} type="url" required {...form.getInputProps('issuer')} />
          <TextInput label={t`Client ID`} required {...form.getInputProps('clientId')} />
          <PasswordInput label={t`Client secret`} description={provider ? t`Empty: it stays.` : undefined} autoComplete="off" required={!provider} {...form.getInputProps('clientSecret')} />
          <TextInput label={t`Claim with the groups`} required {...form.getInputProps('groupsClaim')} />
          <Input.Wrapper label={t`Groups and roles`} description={t`The first that fits a person decides.`}>
            <Stack gap="sm" mt="xs">
              {form.values.mappings.map((mapping, index) => (
                <Mapping key={index} mapping={mapping} index={index} error={form.errors[`mappings.${index}`] ?? form.errors[`mappings.${index}.role`]} onChange={(changed) => form.replaceListItem('mappings', index, changed)} onRemove={() => form.removeListItem('mappings', index)} />
              ))}
              <Button variant="default" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => form.insertListItem('mappings', NEW_MAPPING)}>
                <Trans>Add a group</Trans>
              </Button>
            </Stack>
          </Input.Wrapper>
          <Switch label={t`On`} {...form.getInputProps('enabled', { type: 'checkbox' })} />
          <FormFoot
            saving={form.submitting}
            onCancel={onClose}
            aside={
              provider && (
                <Button variant="subtle" color="red" onClick={askRemove} loading={remove.isPending}>
                  <Trans>Remove</Trans>
                </Button>
              )
            }
          />
        </Stack>
      </form>
    </Drawer>
  );
}

interface MappingProps {
  mapping: GroupMapping;
  index: number;
  error: React.ReactNode;
  onChange: (mapping: GroupMapping) => void;
  onRemove: () => void;
}

function Mapping({ mapping, index, error, onChange, onRemove }: MappingProps) {
  const which = t`group ${index + 1}`;
  return (
    <Box className="lk-card" p="sm">
      <Stack gap="xs">
        <Group wrap="nowrap" align="flex-end">
          <TextInput label={t`Group`} aria-label={t`Name of ${which}`} required flex={1} value={mapping.group} onChange={(event) => onChange({ ...mapping, group: event.currentTarget.value })} />
          <Select label={t`Role`} aria-label={t`Role of ${which}`} flex={1} data={ROLES} allowDeselect={false} value={mapping.role} onChange={(role) => role && onChange({ ...mapping, role: role as Role })} />
          <ActionIcon variant="subtle" color="red" size="lg" onClick={onRemove} aria-label={t`Remove ${which}`}>
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
        <Checkbox label={t`Allow Remote Control Access`} checked={mapping.allowRemoteControl} onChange={(event) => onChange({ ...mapping, allowRemoteControl: event.currentTarget.checked })} />
        {!reachesEverything(mapping.role) && <ScopeFields scope={mapping.scope} onChange={(scope) => onChange({ ...mapping, scope })} />}
        {error && (
          <Text size="xs" c="light-dark(var(--mantine-color-red-9), var(--mantine-color-red-4))">
            {error}
          </Text>
        )}
      </Stack>
    </Box>
  );
}
