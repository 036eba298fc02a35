import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Button, Loader, Stack, Text, Textarea } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { asProblem } from '../api/problem';
import type { Mode } from '../api/types';
import { launchPermissionQuery, useAskToLaunch } from './permission-queries';

interface AskFirstProps {
  deviceId: string;
  mode: Mode;
  /** What was refused, in words. */
  detail: string;
  reason: string | undefined;
  onGranted: () => void;
}

/** Asks whoever has to be asked, waits for the answer, and goes on by itself when it is yes. */
export function AskFirst({ deviceId, mode, detail, reason, onGranted }: AskFirstProps) {
  const ask = useAskToLaunch();
  const [words, setWords] = useState(reason ?? '');
  const id = ask.data?.id;
  const question = useQuery({ ...launchPermissionQuery(id ?? ''), enabled: id !== undefined });
  const state = question.data?.state ?? ask.data?.state;
  const went = useRef(false);
  useEffect(() => {
    if (state !== 'granted' || went.current) return;
    went.current = true;
    onGranted();
  }, [state, onGranted]);
  if (state === 'waiting' || state === 'granted') {
    return (
      <Stack align="center" py="md">
        <Loader type="dots" size="lg" aria-label={t`Waiting`} />
        <Text size="sm" c="dimmed" role="status">
          <Trans>Asked. This page goes on by itself when the answer is yes.</Trans>
        </Text>
      </Stack>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        ask.mutate({ deviceId, mode, ...(words.trim() ? { reason: words.trim() } : {}) });
      }}
    >
      <Stack>
        <Alert color="orange" icon={<IconHandStop size={18} />} title={state ? ANSWERS[state] : t`Somebody has to agree`}>
          {state === 'refused' && question.data?.decidedByName ? t`${question.data.decidedByName} said no.` : detail}
        </Alert>
        {ask.isError && <Text size="sm">{asProblem(ask.error).detail}</Text>}
        <Textarea label={t`What you want to do there`} autosize minRows={2} maxLength={500} value={words} onChange={(event) => setWords(event.currentTarget.value)} />
        <Button type="submit" loading={ask.isPending}>
          <Trans>Ask</Trans>
        </Button>
      </Stack>
    </form>
  );
}

const ANSWERS = { refused: t`Refused`, lapsed: t`Nobody answered` } as const;
