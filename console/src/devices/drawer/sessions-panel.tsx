import { t } from '@lingui/core/macro';
import { IconScreenShareOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { DeviceDetail } from '../../api/types';
import { EmptyState } from '../../components/empty-state';
import { QueryState } from '../../components/query-state';
import { LaunchList } from '../../sessions/launch-list';
import { launchesQuery } from '../../sessions/launch-queries';

/** Who opened this device, when and why. */
export function SessionsPanel({ device }: { device: DeviceDetail }) {
  const query = useQuery(launchesQuery({ deviceId: device.id, limit: 50 }));
  return (
    <QueryState query={query} compact>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState icon={IconScreenShareOff} title={t`Nobody has opened this device yet`} compact />
        ) : (
          <LaunchList launches={items} of="device" />
        )
      }
    </QueryState>
  );
}
