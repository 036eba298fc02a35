import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';

interface FormFootProps {
  saving: boolean;
  onCancel: () => void;
  /** At the other end, away from Save: what ends the thing that the form is about. */
  aside?: ReactNode;
}

/** Cancel and Save, where every dialog has them. */
export function FormFoot({ saving, onCancel, aside }: FormFootProps) {
  return (
    <Group justify={aside ? 'space-between' : 'flex-end'}>
      {aside}
      <Group gap="xs">
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" loading={saving}>
          Save
        </Button>
      </Group>
    </Group>
  );
}
