import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Stack, Text } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import type { DeviceDetail } from '../../api/types';
import { AnchorLink } from '../../components/links';
import { RelativeTime } from '../../components/relative-time';
import { PhaseMark } from '../phase-mark';

/** Where the device is on its way to, what that waits for, and what serves it meanwhile. */
export function MoveNotice({ move }: { move: NonNullable<DeviceDetail['move']> }) {
  const { fromInstanceName, toInstanceName, since, deployment } = move;
  return (
    <Alert color="blue" icon={<IconArrowsExchange size={18} />} title={t`Moves from ${fromInstanceName} to ${toInstanceName}`}>
      <Stack gap={6}>
        <Text size="sm">
          <Trans>Since <RelativeTime at={since} size="sm" />. Log In uses {fromInstanceName} until {toInstanceName} is proven.</Trans>
        </Text>
        <PhaseMark phase={deployment.phase} label={deployment.label} />
        {deployment.errorCode && (
          <AnchorLink to="/status-catalogue" hash={deployment.errorCode} size="sm">
            {`${deployment.errorCode} ${deployment.errorTitle ?? ''}`}
          </AnchorLink>
        )}
        {deployment.nextAttemptAt && (
          <Text size="sm">
            <Trans>Next try <RelativeTime at={deployment.nextAttemptAt} size="sm" /></Trans>
          </Text>
        )}
      </Stack>
    </Alert>
  );
}
