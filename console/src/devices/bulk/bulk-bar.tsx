import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { ActionIcon, Button, Kbd, Menu, Tooltip } from '@mantine/core';
import { IconBan, IconBuilding, IconCopy, IconDots, IconDownload, IconPackage, IconRotateClockwise, IconTag, IconTrash, IconX } from '@tabler/icons-react';
import type { BulkAct } from '../../api/types';
import { useRight } from '../../app/me';
import classes from './bulk-bar.module.css';
import { ACT_WORDS, computers } from './bulk-words';

interface BulkBarProps {
  count: number;
  isCapped: boolean;
  /** More match than are selected: how many in words; null where all are. */
  matching: string | null;
  onSelectAll: () => void;
  onAct: (act: BulkAct) => void;
  onExport: () => void;
  onCopyNames: (() => void) | null;
  onClear: () => void;
}

/** What can be done with the selected computers; stays in sight however far one scrolls. */
export function BulkBar({ count, isCapped, matching, onSelectAll, onAct, onExport, onCopyNames, onClear }: BulkBarProps) {
  const mayRetry = useRight('devices.repair');
  const mayChange = useRight('devices.change');
  const mayAssign = useRight('policies.change');
  return (
    <div className={classes.bar} role="region" aria-label={t`Selected computers`}>
      <span className={classes.count} role="status">
        <Trans>{computers(count, isCapped)} selected</Trans>
      </span>
      {matching && (
        <Button size="compact-sm" variant="subtle" onClick={onSelectAll}>
          <Trans>Select all {matching}</Trans>
        </Button>
      )}
      {mayRetry && (
        <Button size="compact-sm" variant="light" leftSection={<IconRotateClockwise size={14} />} onClick={() => onAct('retry')}>
          {ACT_WORDS.retry.name}
        </Button>
      )}
      {mayChange && (
        <>
          <Button size="compact-sm" variant="default" leftSection={<IconTag size={14} />} onClick={() => onAct('change-tags')}>
            {ACT_WORDS['change-tags'].name}
          </Button>
          <Button size="compact-sm" variant="default" leftSection={<IconBuilding size={14} />} onClick={() => onAct('move')}>
            {ACT_WORDS.move.name}
          </Button>
        </>
      )}
      {mayAssign && (
        <Button size="compact-sm" variant="default" leftSection={<IconPackage size={14} />} onClick={() => onAct('assign-package')}>
          {ACT_WORDS['assign-package'].name}
        </Button>
      )}
      <Menu position="top-end" width={220}>
        <Menu.Target>
          <ActionIcon variant="default" size={26} aria-label={t`More`}>
            <IconDots size={15} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconDownload size={15} />} onClick={onExport}>
            <Trans>Export CSV</Trans>
          </Menu.Item>
          {onCopyNames && (
            <Menu.Item leftSection={<IconCopy size={15} />} onClick={onCopyNames}>
              <Trans>Copy names</Trans>
            </Menu.Item>
          )}
          {mayAssign && (
            <Menu.Item leftSection={<IconBan size={15} />} onClick={() => onAct('exclude')}>
              <Trans>Exclude …</Trans>
            </Menu.Item>
          )}
          {mayChange && (
            <Menu.Item c="var(--mantine-color-error)" leftSection={<IconTrash size={15} />} onClick={() => onAct('uninstall')}>
              <Trans>Uninstall …</Trans>
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Tooltip label={<><Trans>Clear the selection <Kbd size="xs">Esc</Kbd></Trans></>}>
        <ActionIcon color="gray" size={26} aria-label={t`Clear the selection`} onClick={onClear}>
          <IconX size={15} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
