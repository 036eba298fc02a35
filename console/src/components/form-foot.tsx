import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';

interface FormFootProps {
  saving: boolean;
  /** What the button says. */
  save?: string;
  onCancel: () => void;
  /** At the other end, away from Save: what ends the thing that the form is about. */
  aside?: ReactNode;
}

/** Cancel and Save, where every dialog has them. */
export function FormFoot({ saving, save = t`Save`, onCancel, aside }: FormFootProps) {
  return (
    <Group justify={aside ? 'space-between' : 'flex-end'}>
      {aside}
      <Group gap="xs">
        <Button variant="default" onClick={onCancel}>
          <Trans>Cancel</Trans>
        </Button>
        <Button type="submit" loading={saving}>
          {save}
        </Button>
      </Group>
    </Group>
  );
}
