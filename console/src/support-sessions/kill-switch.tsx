import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconHandStop } from '@tabler/icons-react';
import { useState } from 'react';
import type { SupportKillSwitch } from '../api/types';
import { useMe, useRight } from '../app/me';
import { FormFoot } from '../components/form-foot';
import { ReasonField, reasonGiven } from '../components/reason-field';
import { RelativeTime } from '../components/relative-time';
import { reachesEverything } from '../users/scope-words';
import { useKillSwitch } from './support-queries';

/** Whether the person at the screen may stop all sessions of the installation: it concerns every client. */
function useMayStop(): boolean {
  const me = useMe();
  const mayManage = useRight('security.manage');
  const mayChange = useRight('policies.change');
  return mayManage || (mayChange && (reachesEverything(me.role) || me.scope.all));
}

/** Says that no session can begin, and why. */
export function StoppedNotice({ state }: { state: SupportKillSwitch | undefined }) {
  const mayStop = useMayStop();
  const change = useKillSwitch();
  if (!state?.stopped) return null;
  return (
    <Alert color="red" variant="light" mb="md" icon={<IconHandStop size={18} />} title={t`All support sessions are stopped`}>
      <Group justify="space-between">
        <Text size="sm" c="var(--mantine-color-text)">
          {state.reason} — {state.byName}, <RelativeTime inherit at={state.at} />
        </Text>
        {mayStop && (
          <Button size="compact-sm" variant="default" loading={change.isPending} onClick={() => change.mutate({ stopped: false })}>
            <Trans>Let sessions begin again</Trans>
          </Button>
        )}
      </Group>
    </Alert>
  );
}

/** Ends everything at once, for whoever is responsible for all of it. */
export function KillSwitch({ state }: { state: SupportKillSwitch | undefined }) {
  const mayStop = useMayStop();
  const [isAsking, setAsking] = useState(false);
  const change = useKillSwitch();
  const form = useForm({ initialValues: { reason: '' }, validate: { reason: reasonGiven } });
  const submit = form.onSubmit(async ({ reason }) => {
    await change.mutateAsync({ stopped: true, reason: reason.trim() });
    setAsking(false);
    form.reset();
  });
  if (!mayStop || !state || state.stopped) return null;
  return (
    <>
      <Button size="compact-sm" variant="default" leftSection={<IconHandStop size={14} />} onClick={() => setAsking(true)}>
        <Trans>Stop all sessions</Trans>
      </Button>
      <Modal opened={isAsking} onClose={() => setAsking(false)} title={t`Stop all support sessions?`}>
        <form onSubmit={submit}>
          <Stack>
            <Text size="sm"><Trans>Every session of the installation ends within seconds, and none begins until somebody lets them begin again.</Trans></Text>
            <ReasonField data-autofocus {...form.getInputProps('reason')} />
            <FormFoot saving={change.isPending} save={t`Stop all sessions`} onCancel={() => setAsking(false)} />
          </Stack>
        </form>
      </Modal>
    </>
  );
}
