import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Modal, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { SupportSession } from '../api/types';
import { FormFoot } from '../components/form-foot';
import { usersQuery } from '../users/user-queries';
import { useTransfer } from './support-queries';

interface TransferProps {
  session: SupportSession;
  /** Whoever has it already. */
  except: string;
  opened: boolean;
  onClose: () => void;
}

/** Hands a session on to a colleague. */
export function Transfer({ session, except, opened, onClose }: TransferProps) {
  const users = useQuery({ ...usersQuery, enabled: opened });
  const [userId, setUserId] = useState<string | null>(null);
  const transfer = useTransfer(session.id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (userId) transfer.mutate(userId, { onSuccess: onClose });
  };
  return (
    <Modal opened={opened} onClose={onClose} title={t`Hand over “${session.name}”`}>
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm"><Trans>Your own viewer closes, and the guest is told who helps from then on.</Trans></Text>
          <Select
            label={t`To`}
            searchable
            required
            data={users.data?.items.filter(({ id }) => id !== except && id !== session.hostId).map(({ id, name }) => ({ value: id, label: name })) ?? []}
            value={userId}
            onChange={setUserId}
          />
          <FormFoot saving={transfer.isPending} save={t`Hand over`} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
