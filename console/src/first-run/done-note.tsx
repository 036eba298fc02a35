import { Alert } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** What a step has come to. */
export function DoneNote({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <Alert color="teal" variant="light" maw={760} icon={<IconCheck size={18} />} title={title}>
      {children}
    </Alert>
  );
}
