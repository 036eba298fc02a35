import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconPlayerPlay, IconSnowflake } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMe } from '../app/me';
import { hasRight } from '../app/rights';
import { confirm } from '../components/confirm';
import { freezeQuery, useChangeFreeze } from './freeze-query';
import { askReason } from './reason-form';

/** Stops all new orders of the installation, or lets them go on; for those who are responsible for all of it. */
export function FreezeSwitch() {
  const me = useMe();
  const freeze = useQuery(freezeQuery);
  const change = useChangeFreeze();
  const mayFreeze = hasRight(me, 'security.manage') || (hasRight(me, 'policies.change') && me.scope.all);
  if (!mayFreeze || !freeze.data) return null;
  if (freeze.data.frozen) {
    const ask = () =>
      confirm({
        title: t`Let everything go on?`,
        confirm: t`Unfreeze`,
        danger: false,
        children: t`What was held back goes on by itself: waiting changes are released and devices get their orders.`,
        onConfirm: () => change.mutate({ frozen: false }),
      });
    return (
      <Button leftSection={<IconPlayerPlay size={16} />} loading={change.isPending} onClick={ask}>
        <Trans>Unfreeze</Trans>
      </Button>
    );
  }
  const ask = () =>
    askReason({
      title: t`Freeze all new orders?`,
      confirm: t`Freeze`,
      danger: true,
      children:
        t`From now on no device gets a new order and no change is released, in all clients. What a device has begun it finishes. Log In goes on working.`,
      onConfirm: (reason) => change.mutate({ frozen: true, reason }),
    });
  return (
    <Button variant="default" leftSection={<IconSnowflake size={16} />} loading={change.isPending} onClick={ask}>
      <Trans>Freeze</Trans>
    </Button>
  );
}
