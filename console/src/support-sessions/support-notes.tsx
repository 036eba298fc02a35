import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { SupportSessionDetail } from '../api/types';
import { RelativeTime } from '../components/relative-time';
import { useNote } from './support-queries';

/** What hosts write down for themselves; no guest sees it. */
export function SupportNotes({ session }: { session: SupportSessionDetail }) {
  const note = useNote(session.id);
  const [text, setText] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) note.mutate(text.trim(), { onSuccess: () => setText('') });
  };
  return (
    <Stack gap="sm">
      {session.notes.length === 0 && (
        <Text size="sm" c="dimmed">
          <Trans>No notes. Guests never see them.</Trans>
        </Text>
      )}
      {session.notes.map(({ id, text: written, writtenByName, writtenAt }) => (
        <Box key={id}>
          <Text size="xs" c="dimmed" component="div">
            {writtenByName} · <RelativeTime inherit at={writtenAt} size="xs" c="dimmed" />
          </Text>
          <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {written}
          </Text>
        </Box>
      ))}
      {session.isOwn && (
        <form onSubmit={submit}>
          <Textarea aria-label={t`Note`} placeholder={t`For colleagues only`} autosize minRows={2} maxLength={2_000} value={text} onChange={(event) => setText(event.currentTarget.value)} mb="xs" />
          <Group justify="flex-end">
            <Button type="submit" variant="default" loading={note.isPending}>
              <Trans>Keep the note</Trans>
            </Button>
          </Group>
        </form>
      )}
    </Stack>
  );
}
