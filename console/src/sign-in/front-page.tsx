import { t } from '@lingui/core/macro';
import { Box, Center, Group, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { AppearanceMenu } from '../app/shell/appearance-menu';
import { Logo } from '../app/shell/logo';
import classes from './front-page.module.css';

interface FrontPageProps {
  title: string;
  lead: ReactNode;
  children: ReactNode;
  /** Stands above everything else. */
  notice?: ReactNode;
}

/** The frame of the pages that stand alone: before one is signed in, and while a device is being opened. */
export function FrontPage({ title, lead, children, notice }: FrontPageProps) {
  useDocumentTitle(t`${title} · Latchkey`);
  return (
    <Center mih="100vh" p="md" className={classes.page} component="main">
      <Stack w="100%" maw={420} gap="lg">
        {notice}
        <Group justify="space-between">
          <Logo size={30} />
          <AppearanceMenu />
        </Group>
        <Box className={`lk-card ${classes.card}`} p={{ base: 'lg', xs: 'xl' }}>
          <Title order={1}>{title}</Title>
          <Text size="sm" c="dimmed" mt={4} mb="lg">
            {lead}
          </Text>
          {children}
        </Box>
      </Stack>
    </Center>
  );
}
