import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Text } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { AnchorLink } from '../../components/links';
import { doubtsQuery } from './doubt-queries';

/** Above the computers: how many of them wait for somebody to say who they are. */
export function DoubtsAlert() {
  const total = useQuery(doubtsQuery({ limit: 1 })).data?.total ?? 0;
  if (total === 0) return null;
  return (
    <Alert color="orange" variant="light" icon={<IconFingerprint size={18} />} mb="sm" py={8}>
      <Text size="sm">
        {total === 1
          ? t`1 computer waits for a decision about its identity. `
          : t`${total} computers wait for a decision about their identity. `}
        <AnchorLink to="/devices/identity" inherit c="inherit" fw={600} underline="always">
          <Trans>Decide</Trans>
        </AnchorLink>
      </Text>
    </Alert>
  );
}
