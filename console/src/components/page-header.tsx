import { t } from '@lingui/core/macro';
import { Box, Breadcrumbs, Group, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';

interface PageHeaderProps {
  /** The menu path above the title, in the words of the navigation. */
  path?: readonly string[];
  title: string;
  /** One sentence on what this page is for. */
  lead?: ReactNode;
  /** Stands beside the title: a status, a count. */
  beside?: ReactNode;
  actions?: ReactNode;
}

/** Where one is, and what can be done here. */
export function PageHeader({ path = [], title, lead, beside, actions }: PageHeaderProps) {
  useDocumentTitle(t`${title} · Latchkey`);
  return (
    <Group justify="space-between" align="flex-end" mb="md" gap="sm" component="header">
      <Box maw="72ch" miw={0}>
        {path.length > 0 && (
          <Breadcrumbs separator="/" separatorMargin={6} mb={2}>
            {path.map((step) => (
              <Text size="xs" c="dimmed" key={step}>
                {step}
              </Text>
            ))}
          </Breadcrumbs>
        )}
        <Group gap="sm">
          <Title order={1}>{title}</Title>
          {beside}
        </Group>
        {lead && (
          <Text size="sm" c="dimmed" mt={2}>
            {lead}
          </Text>
        )}
      </Box>
      {actions && <Group gap="xs">{actions}</Group>}
    </Group>
  );
}
