import { Box, Text } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './plan.module.css';

interface NoticeProps {
  icon: Icon;
  /** Of the edge and the icon; the words say what it is. */
  colour: string;
  title: string;
  children: ReactNode;
}

/** Something to know about a plan; calm enough to stand several times, with links that can be read in both schemes. */
export function Notice({ icon: NoticeIcon, colour, title, children }: NoticeProps) {
  const shade = `light-dark(var(--mantine-color-${colour}-8), var(--mantine-color-${colour}-4))`;
  return (
    <Box className={classes.notice} style={{ borderInlineStartColor: shade }}>
      <NoticeIcon size={18} stroke={1.8} color={shade} aria-hidden />
      <Box miw={0}>
        <Text size="sm" fw={650}>
          {title}
        </Text>
        <Text size="sm" component="div">
          {children}
        </Text>
      </Box>
    </Box>
  );
}
