import { t } from '@lingui/core/macro';
import { Select as Choice, Trans } from '@lingui/react/macro';
import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { OwnSession } from '../api/types';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { ownSessionsQuery, useEndSession } from './account-queries';
import { Card } from './card';

const PROOFS: Record<string, string> = { passkey: t`with a passkey`, totp: t`with a code`, 'recovery-code': t`with a recovery code`, 'single-sign-on': t`by single sign-on` };

/** Where one is signed in; what one does not recognise can be ended. */
export function OwnSessions() {
  const query = useQuery(ownSessionsQuery);
  return (
    <Card title={t`Where you are signed in`} lead={t`End what you do not recognise, then change your password.`}>
      <QueryState query={query}>
        {({ items }) => (
          <Stack gap="xs">
            {items.map((session) => (
              <SessionRow key={session.id} session={session} />
            ))}
          </Stack>
        )}
      </QueryState>
    </Card>
  );
}

function SessionRow({ session }: { session: OwnSession }) {
  const proof = session.provenBy && PROOFS[session.provenBy];
  const end = useEndSession();
  const browser = browserName(session.userAgent);
  return (
    <Group justify="space-between" wrap="nowrap">
      <div>
        <Group gap={6}>
          <Text size="sm" fw={600}>
            {browser}
          </Text>
          {session.isThis && (
            <Badge size="sm" variant="light" tt="none">
              <Trans>This browser</Trans>
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          <Trans>{session.ip}, signed in <RelativeTime inherit at={session.createdAt} />
          <Choice value={session.provenBy ? 'yes' : 'no'} _yes={` ${proof}`} other="" />, last seen <RelativeTime inherit at={session.lastUsedAt} /></Trans>
        </Text>
      </div>
      {!session.isThis && (
        <Button variant="default" size="compact-sm" loading={end.isPending} onClick={() => end.mutate(session.id)} aria-label={t`Sign out of ${browser}`}>
          <Trans>Sign out</Trans>
        </Button>
      )}
    </Group>
  );
}

/** A browser as people call it; its own words say a dozen names. */
function browserName(userAgent: string | null): string {
  if (!userAgent) return t`A program`;
  const name = ['Edg', 'Firefox', 'Chrome', 'Safari'].find((each) => userAgent.includes(`${each}/`));
  const system = ['Windows', 'Android', 'iPhone', 'Mac OS', 'Linux'].find((each) => userAgent.includes(each));
  const known = name === 'Edg' ? 'Edge' : name;
  if (!known) return userAgent.slice(0, 40);
  return system ? t`${known} on ${system === 'Mac OS' ? 'macOS' : system}` : known;
}
