import { t } from '@lingui/core/macro';
import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import type { ReactNode } from 'react';

interface Confirmation {
  title: string;
  children: ReactNode;
  confirm: string;
  danger?: boolean;
  onConfirm: () => void;
  /** However it ends; after `onConfirm` where that was chosen. */
  onClose?: () => void;
}

/** Asks before something that is not easily undone; the button says what it does. */
export function confirm({ title, children, confirm: label, danger = true, onConfirm, onClose }: Confirmation): void {
  modals.openConfirmModal({
    title,
    children: (
      <Text size="sm" component="div">
        {children}
      </Text>
    ),
    labels: { confirm: label, cancel: t`Cancel` },
    confirmProps: { color: danger ? 'red' : undefined },
    onConfirm,
    onClose,
  });
}
