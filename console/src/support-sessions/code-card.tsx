import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Box, Button, Group, Stack, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { SupportSessionDetail } from '../api/types';
import { CopyButton } from '../components/copy-button';
import { RelativeTime } from '../components/relative-time';
import { HostAway } from './host-away';
import { type ShownOnce, shownOnceQuery, useNewCode } from './support-queries';
import classes from './support.module.css';

/** The code to read aloud and the link to send, as long as this tab has them; the server keeps neither. */
export function CodeCard({ session }: { session: SupportSessionDetail }) {
  const shown = useQuery(shownOnceQuery(session.id)).data;
  const another = useNewCode(session.id);
  if (session.hostUrl) return <CodeAway session={session} shown={shown ?? null} />;
  const isOpen = (kind: 'code' | 'link') => session.passes.some((pass) => pass.kind === kind && pass.isOpen);
  const renew = (
    <Button size="compact-sm" variant="default" leftSection={<IconRefresh size={14} />} loading={another.isPending} onClick={() => another.mutate()}>
      <Trans>New code</Trans>
    </Button>
  );
  if (!shown || !isOpen('code'))
    return (
      <Group px="md" py="sm" justify="space-between">
        <Text size="sm" c="dimmed">
          {whatIsLeft(isOpen('code'), isOpen('link'))}
        </Text>
        <Group gap="xs">
          {shown?.link && isOpen('link') && <CopyButton value={shown.link} label={t`Copy link`} />}
          {renew}
        </Group>
      </Group>
    );
  return (
    <Stack gap="xs" px="md" py="sm">
      <Group justify="space-between" align="flex-start">
        <Box>
          <Text size="xs" c="dimmed">
            <Trans>At <b>{window.location.host}/join</b>, expires <RelativeTime inherit at={shown.expiresAt} size="xs" c="dimmed" /></Trans>
          </Text>
          <Text className={classes.code} component="output" aria-label={t`Code`}>
            {shown.code}
          </Text>
        </Box>
        <Group gap="xs">
          <CopyButton value={shown.code} label={t`Copy code`} />
          {shown.link && isOpen('link') && <CopyButton value={shown.link} label={t`Copy link`} />}
          {renew}
        </Group>
      </Group>
      <CodeInWords shown={shown} />
      {another.isSuccess && <Alert variant="light"><Trans>Earlier codes are void.</Trans></Alert>}
    </Stack>
  );
}

function whatIsLeft(hasCode: boolean, hasLink: boolean): string {
  if (hasCode) return hasLink ? t`The code was shown once, to whoever made it. The link is still good.` : t`The code was shown once, to whoever made it.`;
  return hasLink ? t`The code has been used, or its time is over. The link is still good.` : t`The code has been used, or its time is over.`;
}

/** The same of a session that is held at a provider, whose code nobody can renew. */
function CodeAway({ session, shown }: { session: SupportSessionDetail; shown: ShownOnce | null }) {
  return (
    <Stack gap="xs" px="md" py="sm">
      <Group justify="space-between" align="flex-start">
        <Box miw={0}>
          <Text size="xs" c="dimmed">
            {shown?.link ? t`At ${new URL(shown.link).host}` : t`At ${session.providerName ?? ''}: code and link were shown once, to whoever made the session.`}
          </Text>
          {shown && (
            <Text className={classes.code} component="output" aria-label={t`Code`}>
              {shown.code}
            </Text>
          )}
        </Box>
        <Group gap="xs">
          {shown && <CopyButton value={shown.code} label={t`Copy code`} />}
          {shown?.link && <CopyButton value={shown.link} label={t`Copy link`} />}
          <HostAway session={session} />
        </Group>
      </Group>
      {shown && <CodeInWords shown={shown} />}
    </Stack>
  );
}

function CodeInWords({ shown }: { shown: ShownOnce }) {
  return (
    <Box className={classes.words} aria-label={t`The code in words`}>
      {shown.words.map((word, index) => (
        <Text size="sm" key={index}>
          <b>{shown.code.replaceAll('-', '')[index]}</b> {word}
        </Text>
      ))}
    </Box>
  );
}
