import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Button, Text } from '@mantine/core';
import { IconCircleMinus, IconPinned } from '@tabler/icons-react';
import type { Device } from '../api/types';
import { useRight } from '../app/me';
import { RelativeTime } from '../components/relative-time';
import { useEndExclusion } from './exclusion-queries';

/** Says that a device is left out or frozen, by whom, why and until when; what is said of the device alone can be ended here. */
export function ExclusionNotice({ exclusion }: { exclusion: NonNullable<Device['exclusion']> }) {
  const mayChange = useRight('policies.change');
  const end = useEndExclusion();
  const pinned = exclusion.kind === 'pin';
  const own = exclusion.target === 'device';
  const { target, targetName } = exclusion;
  const title = own ? (pinned ? t`Pinned` : t`Excluded`) : pinned ? t`Pinned with the ${target} “${targetName}”` : t`Excluded with the ${target} “${targetName}”`;
  return (
    <Alert
      color={pinned ? 'blue' : 'orange'}
      icon={pinned ? <IconPinned size={18} /> : <IconCircleMinus size={18} />}
      title={title}
    >
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        “{exclusion.reason}”
      </Text>
      <Text size="sm" mt={4}>
        {exclusion.expiresAt ? (
          <>
            <Trans>By {exclusion.authorName}, ends <RelativeTime at={exclusion.expiresAt} />.</Trans>
          </>
        ) : (
          t`By ${exclusion.authorName}, until somebody ends it.`
        )}{' '}
        {pinned
          ? t`Its last settings stay, whatever policies come to say.`
          : t`No policy reaches it, and nobody can log in.`}
      </Text>
      {own && mayChange && (
        <Button
          size="xs"
          mt="sm"
          variant="default"
          loading={end.isPending}
          onClick={() => end.mutate({ ...exclusion, name: exclusion.targetName })}
        >
          {pinned ? t`Unpin` : t`Stop excluding`}
        </Button>
      )}
    </Alert>
  );
}
