import { Box, Center, Group, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { ColourSchemeToggle } from '../app/shell/colour-scheme-toggle';
import { Logo } from '../app/shell/logo';
import classes from './front-page.module.css';

interface FrontPageProps {
  title: string;
  lead: ReactNode;
  children: ReactNode;
}

/** The frame of the pages before one is signed in. */
export function FrontPage({ title, lead, children }: FrontPageProps) {
  useDocumentTitle(`${title} · Latchkey`);
  return (
    <Center mih="100vh" p="md" className={classes.page} component="main">
      <Stack w="100%" maw={420} gap="lg">
        <Group justify="space-between">
          <Logo size={30} />
          <ColourSchemeToggle />
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
