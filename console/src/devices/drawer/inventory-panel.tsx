import type { DeviceDetail } from '../../api/types';
import { DEVICE_TYPE_NAMES } from '../device-types';
import { Facts } from '../../components/facts';
import { OsName } from '../../components/os-name';
import { RelativeTime } from '../../components/relative-time';

const yesNo = (claim: boolean): string => (claim ? 'Yes' : 'No');

/** What the endpoint agent reported about the device. */
export function InventoryPanel({ device }: { device: DeviceDetail }) {
  return (
    <Facts
      facts={[
        ['Host name', device.hostname],
        ['Operating system', <OsName os={device.os} version={device.osVersion} />],
        ['Kind of computer', DEVICE_TYPE_NAMES[device.deviceType]],
        ['Processor', device.arch],
        ['Endpoint agent', device.agentVersion],
        ['Last user', device.lastUser],
        ['People signed in', device.interactiveSessions],
        ['Can be asked for consent', yesNo(device.canPrompt)],
        ['Has a display', yesNo(device.hasDisplay)],
        ['Reported', <RelativeTime at={device.inventoryAt} />],
        ['Enrolled', <RelativeTime at={device.enrolledAt} />],
        ['Device id', <span className="lk-code">{device.id}</span>],
      ]}
    />
  );
}
