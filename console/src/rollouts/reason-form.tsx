import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useState, type FormEvent, type ReactNode } from 'react';

interface ReasonQuestion {
  title: string;
  /** What happens then. */
  children: ReactNode;
  confirm: string;
  danger?: boolean;
  onConfirm: (reason: string) => void;
}

/** Asks for the reason of an act that goes on record; the button says what it does. */
export function askReason({ title, ...question }: ReasonQuestion): void {
  const id = modals.open({
    title,
    children: <ReasonForm {...question} onDone={() => modals.close(id)} />,
  });
}

function ReasonForm({
  children,
  confirm,
  danger = false,
  onConfirm,
  onDone,
}: Omit<ReasonQuestion, 'title'> & { onDone: () => void }) {
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onConfirm(reason.trim());
    onDone();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{children}</Text>
        <Textarea
          label={t`Reason`}
          description={t`Kept in the audit log.`}
          required
          autosize
          minRows={2}
          maxLength={500}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" color={danger ? 'red' : undefined} disabled={reason.trim() === ''}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
