import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Group, List, Text } from '@mantine/core';
import { IconScreenShare, IconScreenShareOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { accessPreviewQuery } from './access-queries';
import { launchInWords, reachInWords, rightsInWords } from './access-words';
import type { UserDraft } from './user-queries';

/** In plain words what an account may do once it is saved as it stands; changes with the form. */
export function AccessPreview({ draft }: { draft: UserDraft }) {
  const { data } = useQuery(accessPreviewQuery(draft));
  if (!data) return null;
  return (
    <Box className="lk-card" p="sm" role="status" aria-label={t`What this user may do`}>
      <Group gap="xs" wrap="nowrap" align="flex-start" mb={4}>
        {data.mayLaunch ? <IconScreenShare size={18} aria-hidden style={{ flex: 'none' }} /> : <IconScreenShareOff size={18} aria-hidden style={{ flex: 'none' }} />}
        <Text size="sm" fw={650}>
          {launchInWords(data)}
        </Text>
      </Group>
      <Text size="sm" mb={6}>
        {reachInWords(data)}
      </Text>
      <Text size="sm" fw={600}>
        <Trans>Can there:</Trans>
      </Text>
      <List size="sm" spacing={2} withPadding={false}>
        {rightsInWords(data.rights).map((words) => (
          <List.Item key={words}>{words}</List.Item>
        ))}
      </List>
    </Box>
  );
}
