import { t } from '@lingui/core/macro';
import type { DeviceDetail } from '../../api/types';
import { DEVICE_TYPE_NAMES } from '../device-types';
import { Facts } from '../../components/facts';
import { OsName } from '../../components/os-name';
import { RelativeTime } from '../../components/relative-time';

const yesNo = (claim: boolean): string => (claim ? t`Yes` : t`No`);

/** What the endpoint agent reported about the device. */
export function InventoryPanel({ device }: { device: DeviceDetail }) {
  return (
    <Facts
      facts={[
        [t`Host name`, device.hostname],
        [t`Operating system`, <OsName os={device.os} version={device.osVersion} />],
        [t`Kind of computer`, DEVICE_TYPE_NAMES[device.deviceType]],
        [t`Processor`, device.arch],
        [t`Endpoint agent`, device.agentVersion],
        [t`Last user`, device.lastUser],
        [t`People signed in`, device.interactiveSessions],
        [t`Can be asked for consent`, yesNo(device.canPrompt)],
        [t`Has a display`, yesNo(device.hasDisplay)],
        [t`Reported`, <RelativeTime at={device.inventoryAt} />],
        [t`Enrolled`, <RelativeTime at={device.enrolledAt} />],
        [t`Device id`, <span className="lk-code">{device.id}</span>],
      ]}
    />
  );
}
