import { Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** The first cell of a list: the link with the name, and what it is for, in one line. */
export function NameAndDescription({ link, description }: { link: ReactNode; description: string }) {
  return (
    <>
      {link}
      {description && (
        <Text size="xs" c="dimmed" lineClamp={1}>
          {description}
        </Text>
      )}
    </>
  );
}
