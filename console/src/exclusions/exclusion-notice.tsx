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
  return (
    <Alert
      color={pinned ? 'blue' : 'orange'}
      icon={pinned ? <IconPinned size={18} /> : <IconCircleMinus size={18} />}
      title={`${pinned ? 'Pinned' : 'Excluded'}${own ? '' : ` with the ${exclusion.target} “${exclusion.targetName}”`}`}
    >
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        “{exclusion.reason}”
      </Text>
      <Text size="sm" mt={4}>
        By {exclusion.authorName},{' '}
        {exclusion.expiresAt ? (
          <>
            ends <RelativeTime at={exclusion.expiresAt} />.
          </>
        ) : (
          'until somebody ends it.'
        )}{' '}
        {pinned
          ? 'Its last settings stay, whatever policies come to say.'
          : 'No policy reaches it, and nobody can log in.'}
      </Text>
      {own && mayChange && (
        <Button
          size="xs"
          mt="sm"
          variant="default"
          loading={end.isPending}
          onClick={() => end.mutate({ ...exclusion, name: exclusion.targetName })}
        >
          {pinned ? 'Unpin' : 'Stop excluding'}
        </Button>
      )}
    </Alert>
  );
}
