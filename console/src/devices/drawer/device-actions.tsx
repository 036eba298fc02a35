import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
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
        <ActionIcon variant="default" size={30} aria-label={t`More actions`}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          disabled={!mayRetry}
          leftSection={<IconRotateClockwise size={16} />}
          onClick={() => retry.mutate([device])}
        >
          <Trans>Retry deployment</Trans>
        </Menu.Item>
        <Menu.Item
          disabled={!mayChange}
          leftSection={<IconPencil size={16} />}
          onClick={() => ask(t`Rename`, <RenameForm {...shared} />)}
        >
          <Trans>Rename</Trans>
        </Menu.Item>
        <Menu.Item
          disabled={!mayChange}
          leftSection={<IconTags size={16} />}
          onClick={() => ask(t`Tags`, <TagsForm {...shared} />)}
        >
          <Trans>Tags</Trans>
        </Menu.Item>
        <Menu.Item
          disabled={!mayChange}
          leftSection={<IconArrowsExchange size={16} />}
          onClick={() => ask(t`Move to another site`, <MoveSiteForm {...shared} />)}
        >
          <Trans>Move to another site</Trans>
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          disabled={!maySetApart || device.exclusion?.target === 'device'}
          leftSection={<IconPinned size={16} />}
          onClick={() => ask(t`Pin ${device.name}`, <SetApartForm kind="pin" {...setApart} />)}
        >
          <Trans>Pin as it is</Trans>
        </Menu.Item>
        <Menu.Item
          disabled={!maySetApart || (device.exclusion?.target === 'device' && device.exclusion.kind === 'exclude')}
          leftSection={<IconCircleMinus size={16} />}
          onClick={() => ask(t`Exclude ${device.name}`, <SetApartForm kind="exclude" {...setApart} />)}
        >
          <Trans>Exclude</Trans>
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item disabled={!mayChange} color="red" leftSection={<IconTrash size={16} />} onClick={askRemoval}>
          <Trans>Delete</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
