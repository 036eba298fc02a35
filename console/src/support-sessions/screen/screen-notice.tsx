import { Loader, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './screen.module.css';

/** Stands where the screen will be, or was. */
export function ScreenNotice({ title, children, isBusy = false, action }: { title: string; children?: ReactNode; isBusy?: boolean; action?: ReactNode }) {
  return (
    <Stack className={classes.notice} align="center" justify="center" gap="xs" role="status">
      {isBusy && <Loader size="sm" color="gray.4" />}
      <Title order={2} c="inherit">
        {title}
      </Title>
      {children && (
        <Text size="sm" ta="center" maw={440} c="inherit">
          {children}
        </Text>
      )}
      {action}
    </Stack>
  );
}
