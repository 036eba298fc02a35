import { t } from '@lingui/core/macro';
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconTrash } from '@tabler/icons-react';
import { confirm } from './confirm';

const WORDS = {
  policy: { menu: t`Delete policy`, button: t`Delete the policy` },
  package: { menu: t`Delete package`, button: t`Delete the package` },
  widget: { menu: t`Delete widget`, button: t`Delete the widget` },
};

interface DeleteMenuProps {
  noun: keyof typeof WORDS;
  name: string;
  /** When it is not deleted, or what else goes with it. */
  warning: string;
  onDelete: () => void;
}

/** The menu beside the title of a page whose subject can be deleted. */
export function DeleteMenu({ noun, name, warning, onDelete }: DeleteMenuProps) {
  const ask = () =>
    confirm({
      title: t`Delete “${name}”?`,
      confirm: WORDS[noun].button,
      children: warning,
      onConfirm: onDelete,
    });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label={t`More actions`}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={ask}>
          {WORDS[noun].menu}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
