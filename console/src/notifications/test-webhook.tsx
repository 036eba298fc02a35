import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconSend } from '@tabler/icons-react';
import type { Webhook, WebhookDelivery } from '../api/types';
import { useTestWebhook } from './webhook-queries';

/** Posts something once, and says what came of it. */
export function TestButton({ webhook }: { webhook: Webhook }) {
  const test = useTestWebhook();
  return (
    <Button variant="default" leftSection={<IconSend size={16} />} loading={test.isPending} onClick={() => test.mutate(webhook, { onSuccess: tell })}>
      <Trans>Send a test</Trans>
    </Button>
  );
}

function tell({ state, tries }: WebhookDelivery): void {
  const last = tries.at(-1);
  const isTaken = state === 'delivered';
  notifications.show({
    color: isTaken ? 'teal' : 'red',
    title: isTaken ? t`The test was taken` : t`The test was not taken`,
    message: isTaken ? t`It answered ${last?.status ?? ''} in ${last?.tookMs ?? 0} ms.` : (last?.failure ?? ''),
    autoClose: isTaken ? 4_000 : 12_000,
  });
}
