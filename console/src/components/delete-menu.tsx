import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconTrash } from '@tabler/icons-react';
import { confirm } from './confirm';

interface DeleteMenuProps {
  /** What it is: policy, package. */
  noun: string;
  name: string;
  /** When it is not deleted, or what else goes with it. */
  warning: string;
  onDelete: () => void;
}

/** The menu beside the title of a page whose subject can be deleted. */
export function DeleteMenu({ noun, name, warning, onDelete }: DeleteMenuProps) {
  const ask = () =>
    confirm({
      title: `Delete “${name}”?`,
      confirm: `Delete the ${noun}`,
      children: warning,
      onConfirm: onDelete,
    });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label="More actions">
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={ask}>
          Delete {noun}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
