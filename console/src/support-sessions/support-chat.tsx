import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Button, Group, Text, TextInput } from '@mantine/core';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { SupportSessionDetail } from '../api/types';
import { clockToMinute } from '../language/formats';
import { useSay } from './support-queries';
import classes from './support.module.css';


/** What is said between host and guests, kept with the session. */
export function SupportChat({ session }: { session: SupportSessionDetail }) {
  const say = useSay(session.id);
  const [text, setText] = useState('');
  const log = useRef<HTMLDivElement>(null);
  const { chat } = session;
  useEffect(() => {
    if (log.current) log.current.scrollTop = log.current.scrollHeight;
  }, [chat.length]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) say.mutate(text.trim(), { onSuccess: () => setText('') });
  };
  return (
    <>
      <Box ref={log} role="log" aria-label={t`Chat`} tabIndex={0} className={classes.lines} mb="xs">
        {chat.length === 0 && (
          <Text size="sm" c="dimmed">
            <Trans>Nothing has been said.</Trans>
          </Text>
        )}
        {chat.map((line) => (
          <Box key={line.id} className={classes.line} data-from={line.from}>
            <Text size="xs" c="dimmed" component="div">
              {line.name} · <time dateTime={line.at}>{clockToMinute.format(new Date(line.at))}</time>
            </Text>
            <Text size="sm">{line.text}</Text>
          </Box>
        ))}
      </Box>
      {session.isOwn && !session.endedAt && (
        <form onSubmit={submit}>
          <Group gap="xs" wrap="nowrap">
            <TextInput flex={1} aria-label={t`Message`} placeholder={t`Message to everybody in the session`} maxLength={2_000} value={text} onChange={(event) => setText(event.currentTarget.value)} autoComplete="off" />
            <Button type="submit" loading={say.isPending}>
              <Trans>Send</Trans>
            </Button>
          </Group>
        </form>
      )}
    </>
  );
}
