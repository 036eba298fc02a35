import { ActionIcon, Menu } from '@mantine/core';
import { modals } from '@mantine/modals';
import {
  IconArrowsExchange,
  IconCircleMinus,
  IconDots,
  IconPencil,
  IconPinned,
  IconRotateClockwise,
  IconTags,
  IconTrash,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { DeviceDetail } from '../../api/types';
import { useRight } from '../../app/me';
import { SetApartForm } from '../../exclusions/exclusion-form';
import { whenDone } from '../../plans/use-change';
import { useDeleteDevice, useRetryDevices } from '../use-device-changes';
import { MoveSiteForm, RenameForm, TagsForm } from './device-forms';

interface DeviceActionsProps {
  device: DeviceDetail;
  etag: string;
  onDeleted: () => void;
}

/** What can be done with this device. */
export function DeviceActions({ device, etag, onDeleted }: DeviceActionsProps) {
  const mayChange = useRight('devices.change');
  const mayRetry = useRight('devices.repair');
  const maySetApart = useRight('policies.change');
  const retry = useRetryDevices();
  const remove = useDeleteDevice(device);
  const ask = (title: string, form: ReactNode) => modals.open({ modalId: 'device-form', title, children: form });
  const shared = { device, etag, onDone: () => modals.close('device-form') };
  const setApart = { target: { deviceId: device.id }, onDone: shared.onDone };
  const askRemoval = () => remove.mutate(undefined, { onSuccess: whenDone(onDeleted) });
  return (
    <Menu position="bottom-end" width={210}>
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label="More actions">
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          disabled={!mayRetry}
          leftSection={<IconRotateClockwise size={16} />}
          onClick={() => retry.mutate([device])}
        >
          Retry deployment
        </Menu.Item>
        <Menu.Item
          disabled={!mayChange}
          leftSection={<IconPencil size={16} />}
          onClick={() => ask('Rename', <RenameForm {...shared} />)}
        >
          Rename
        </Menu.Item>
        <Menu.Item
          disabled={!mayChange}
          leftSection={<IconTags size={16} />}
          onClick={() => ask('Tags', <TagsForm {...shared} />)}
        >
          Tags
        </Menu.Item>
        <Menu.Item
          disabled={!mayChange}
          leftSection={<IconArrowsExchange size={16} />}
          onClick={() => ask('Move to another site', <MoveSiteForm {...shared} />)}
        >
          Move to another site
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          disabled={!maySetApart || device.exclusion?.target === 'device'}
          leftSection={<IconPinned size={16} />}
          onClick={() => ask(`Pin ${device.name}`, <SetApartForm kind="pin" {...setApart} />)}
        >
          Pin as it is
        </Menu.Item>
        <Menu.Item
          disabled={!maySetApart || (device.exclusion?.target === 'device' && device.exclusion.kind === 'exclude')}
          leftSection={<IconCircleMinus size={16} />}
          onClick={() => ask(`Exclude ${device.name}`, <SetApartForm kind="exclude" {...setApart} />)}
        >
          Exclude
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item disabled={!mayChange} color="red" leftSection={<IconTrash size={16} />} onClick={askRemoval}>
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
