import { Button, Loader, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { answer, api } from '../api/client';
import { Problem } from '../api/problem';
import type { Mode } from '../api/types';
import { deviceQuery } from '../devices/device-queries';
import { MODE_NAMES } from '../devices/log-in';
import { SecurityWarnings } from '../app/shell/security-warnings';
import { FrontPage } from '../sign-in/front-page';
import { LaunchRefused } from './launch-refused';
import { redeem } from './redeem';

/** Refusals that a reason answers. */
const REASON_NEEDED = 'RA-LCH-08';

/** Opens one device: asks for a ticket (and a reason where one is required), then hands this tab over to the provider. */
export function LaunchingPage() {
  const { deviceId } = useParams({ from: '/signed-in/launching/$deviceId' });
  const { mode = 'terminal' } = useSearch({ from: '/signed-in/launching/$deviceId' });
  const device = useQuery(deviceQuery(deviceId));
  const launch = useLaunch(deviceId, mode);
  const started = useRef(false);
  useEffect(() => {
    // A launch is an act: an effect that runs twice must not ask twice.
    if (started.current) return;
    started.current = true;
    launch.mutate(undefined);
  }, [launch]);

  const name = device.data?.value.name ?? 'the device';
  const refusal = launch.error;
  const notice = <SecurityWarnings />;
  if (refusal instanceof Problem && refusal.code === REASON_NEEDED) {
    return (
      <FrontPage
        title={`Why do you open ${name}?`}
        lead="The reason is kept with the session and shown in the audit log."
        notice={notice}
      >
        <ReasonForm busy={launch.isPending} onReason={(reason) => launch.mutate(reason)} />
      </FrontPage>
    );
  }
  if (refusal) {
    return (
      <FrontPage title={`${name} cannot be opened`} lead={`${MODE_NAMES[mode]} was refused.`} notice={notice}>
        <LaunchRefused error={refusal} onRetry={() => launch.mutate(undefined)} busy={launch.isPending} />
      </FrontPage>
    );
  }
  return (
    <FrontPage title={`Opening ${name}`} lead={`${MODE_NAMES[mode]}, in this tab.`} notice={notice}>
      <Stack align="center" py="md">
        <Loader type="dots" size="lg" aria-label="Opening" />
        <Text size="sm" c="dimmed" role="status">
          {launch.isSuccess ? 'Handing over to the remote access server …' : 'Asking for permission …'}
        </Text>
      </Stack>
    </FrontPage>
  );
}

function useLaunch(id: string, mode: Mode) {
  return useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: (reason: string | undefined) =>
      answer(
        api.POST('/api/v1/devices/{id}/launch', {
          params: { path: { id } },
          body: { mode, ...(reason ? { reason } : {}) },
        }),
      ),
    onSuccess: ({ redeemUrl }) => redeem(redeemUrl),
  });
}

function ReasonForm({ busy, onReason }: { busy: boolean; onReason: (reason: string) => void }) {
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onReason(reason.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label="Reason or ticket number"
          required
          autoFocus
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button type="submit" loading={busy} disabled={!reason.trim()}>
          Open
        </Button>
      </Stack>
    </form>
  );
}
