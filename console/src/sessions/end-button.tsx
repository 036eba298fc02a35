import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import type { Launch } from '../api/types';
import { useMe } from '../app/me';
import { hasRight } from '../app/rights';
import { confirm } from '../components/confirm';
import { useRevokeLaunch } from './launch-queries';

/** Ends a session: one's own, or anybody's for whoever may change devices. */
export function EndButton({ launch }: { launch: Launch }) {
  const me = useMe();
  const revoke = useRevokeLaunch();
  if (launch.operatorId !== me.id && !hasRight(me, 'devices.change')) return null;
  const ask = () =>
    confirm({
      title: t`End this session?`,
      confirm: t`End the session`,
      children: launch.isAway
        ? t`This session goes on at the provider’s own page. The provider is asked to end it; where it cannot, ${launch.operatorName} stays connected to ${launch.deviceName} until he leaves or is put out there.`
        : t`${launch.operatorName} loses the connection to ${launch.deviceName} at once.`,
      onConfirm: () => revoke.mutate(launch.id),
    });
  return (
    <Button size="compact-sm" variant="light" color="red" leftSection={<IconPlayerStop size={14} />} loading={revoke.isPending} onClick={ask}>
      <Trans>End</Trans>
    </Button>
  );
}
