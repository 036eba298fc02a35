import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { showProblemInForm } from '../api/show-problem';
import type { Exclusion } from '../api/types';
import { ExpiryField } from '../components/expiry-field';
import { ReasonField, reasonGiven } from '../components/reason-field';
import { useChangeExclusion, useSetApart, type ExclusionDraft } from './exclusion-queries';

const KINDS: Record<Exclusion['kind'], { label: string; means: string }> = {
  exclude: {
    label: t`Exclude`,
    means: t`No policy reaches it: the remote agent is removed, and nobody can log in until this ends.`,
  },
  pin: {
    label: t`Pin`,
    means: t`It stays as it is: changes of policies wait until this ends. It can still be opened.`,
  },
};

interface FormProps {
  onDone: () => void;
}

interface SetApartFormProps extends FormProps {
  kind: Exclusion['kind'];
  /** The one target, or those to choose from. */
  target: ExclusionDraft['target'] | { sites: readonly { value: string; label: string }[] };
}

/** Leaves a device or site out, or freezes it as it is, with the reason that everybody will read. */
export function SetApartForm({ kind, target, onDone }: SetApartFormProps) {
  const setApart = useSetApart();
  const chosen = 'sites' in target;
  const form = useForm<ExclusionDraft>({
    initialValues: { kind, target: chosen ? {} : target, reason: '', expiresAt: null },
    validate: {
      reason: reasonGiven,
      target: ({ siteId, deviceId }) => (siteId || deviceId ? null : t`Choose a site.`),
    },
  });
  const submit = form.onSubmit(async (draft) => {
    try {
      const { state } = await setApart.mutateAsync({ ...draft, reason: draft.reason.trim() });
      if (state === 'done') onDone();
    } catch (error) {
      showProblemInForm(error, form);
    }
  });
  return (
    <form onSubmit={submit}>
      <Stack>
        {chosen && (
          <>
            <Select
              label={t`What`}
              allowDeselect={false}
              data={Object.entries(KINDS).map(([value, { label }]) => ({ value, label }))}
              {...form.getInputProps('kind')}
            />
            <Select
              label={t`Site`}
              searchable
              required
              data={[...target.sites]}
              value={form.values.target.siteId ?? null}
              onChange={(siteId) => form.setFieldValue('target', siteId ? { siteId } : {})}
              error={form.errors['target'] ?? form.errors['target.siteId']}
            />
          </>
        )}
        <Text size="sm">{KINDS[form.values.kind].means}</Text>
        <ReasonField data-autofocus={chosen ? undefined : true} {...form.getInputProps('reason')} />
        <ExpiryField {...form.getInputProps('expiresAt')} />
        <Group justify="flex-end">
          <Button type="submit" loading={form.submitting}>
            {KINDS[form.values.kind].label}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Says anew why and until when. */
export function ChangeExclusionForm({ exclusion, onDone }: FormProps & { exclusion: Exclusion }) {
  const change = useChangeExclusion(exclusion);
  const form = useForm({
    initialValues: { reason: exclusion.reason, expiresAt: exclusion.expiresAt },
    validate: { reason: reasonGiven },
  });
  const submit = form.onSubmit(async (draft) => {
    try {
      const { state } = await change.mutateAsync({ ...draft, reason: draft.reason.trim() });
      if (state === 'done') onDone();
    } catch (error) {
      showProblemInForm(error, form);
    }
  });
  return (
    <form onSubmit={submit}>
      <Stack>
        <ReasonField data-autofocus {...form.getInputProps('reason')} />
        <ExpiryField {...form.getInputProps('expiresAt')} />
        <Group justify="flex-end">
          <Button type="submit" loading={form.submitting}>
            <Trans>Save</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
