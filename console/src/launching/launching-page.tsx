import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
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
import { AskFirst } from './ask-first';
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
  const joinReason = device.data?.value.launchability.joinReason;
  const asksReason = joinReason === 'optional' || joinReason === 'required';
  useEffect(() => {
    // A launch is an act: an effect that runs twice must not ask twice. Whoever may say why is asked first.
    if (started.current || !(device.data ?? device.isError) || asksReason) return;
    started.current = true;
    launch.mutate(undefined);
  }, [launch, device.data, device.isError, asksReason]);

  const name = device.data?.value.name ?? t`the device`;
  const refusal = launch.error;
  const notice = <SecurityWarnings />;
  if (refusal instanceof Problem && refusal.ask !== null) {
    return (
      <FrontPage title={t`Before you open ${name}`} lead={t`${MODE_NAMES[mode]} takes a yes of somebody else.`} notice={notice}>
        <AskFirst deviceId={deviceId} mode={mode} detail={refusal.detail} reason={launch.variables} onGranted={() => launch.mutate(launch.variables)} />
      </FrontPage>
    );
  }
  const hasToSay = asksReason && launch.isIdle;
  if (hasToSay || (refusal instanceof Problem && refusal.code === REASON_NEEDED)) {
    return (
      <FrontPage
        title={t`Why do you open ${name}?`}
        lead={t`The reason is kept with the session and shown in the audit log.`}
        notice={notice}
      >
        <ReasonForm
          busy={launch.isPending}
          refusal={refusal instanceof Problem ? refusal.detail : undefined}
          isOptional={joinReason === 'optional'}
          onReason={(reason) => launch.mutate(reason || undefined)}
        />
      </FrontPage>
    );
  }
  if (refusal) {
    return (
      <FrontPage title={t`${name} cannot be opened`} lead={t`${MODE_NAMES[mode]} was refused.`} notice={notice}>
        <LaunchRefused error={refusal} onRetry={() => launch.mutate(undefined)} busy={launch.isPending} />
      </FrontPage>
    );
  }
  return (
    <FrontPage title={t`Opening ${name}`} lead={t`${MODE_NAMES[mode]}, in this tab.`} notice={notice}>
      <Stack align="center" py="md">
        <Loader type="dots" size="lg" aria-label={t`Opening`} />
        <Text size="sm" c="dimmed" role="status">
          {launch.isSuccess ? t`Handing over to the remote access server …` : t`Asking for permission …`}
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

interface ReasonFormProps {
  busy: boolean;
  refusal: string | undefined;
  isOptional: boolean;
  onReason: (reason: string) => void;
}

function ReasonForm({ busy, refusal, isOptional, onReason }: ReasonFormProps) {
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onReason(reason.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={isOptional ? t`Reason or ticket number (optional)` : t`Reason or ticket number`}
          required={!isOptional}
          error={refusal}
          autoFocus
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button type="submit" loading={busy} disabled={!isOptional && !reason.trim()}>
          <Trans>Open</Trans>
        </Button>
      </Stack>
    </form>
  );
}
